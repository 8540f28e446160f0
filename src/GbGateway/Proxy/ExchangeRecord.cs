using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using GbGateway.Content;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Ledger;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Writing;
using GbGateway.Policies;

namespace GbGateway.Proxy;

/// <summary>
/// One exchange's way into the ledger. Rented; filled again for the next exchange.
/// 1. Where the request's path tells the API, it is opened before the upstream is asked: the record becomes durable while the model thinks.
///    Elsewhere it is opened when the answer shows content.
/// 2. Nothing labelled leaves before <see cref="EnsureOpenAsync"/> came back.
/// 3. Every byte that leaves goes through <see cref="Append"/>.
/// 4. It is sealed when the answer has ended, however it ended; each picture inside of a body is sealed by itself too.
/// </summary>
public sealed class ExchangeRecord
{
    private static readonly byte[] NoHash = [];

    private readonly LedgerOpening _opening = new() { ProduceID = "" };
    private readonly LedgerSealing _sealing = new() { ProduceID = "", Outcome = ItemOutcome.Completed };
    private readonly List<ItemLabel> _labels = [];
    private readonly List<string> _rules = [];
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private GatewayLedger? _ledger;
    private GatewayExchange? _exchange;
    private ValueTask<LedgerAck> _answer;
    private LedgerAck _ack;
    private bool _opened;
    private bool _answered;
    private bool _required;
    private bool _kept;
    private bool _appended;

    /// <summary>Whether nothing labelled leaves without a durable record.</summary>
    public bool IsRequired => _required;

    /// <summary>Whether labelled bytes may leave.</summary>
    public bool IsOpen => _opened && (!_required || (_answered && _ack.IsDurable));

    /// <summary>Begins an exchange.</summary>
    public void Begin(GatewayLedger ledger, GatewayExchange exchange)
    {
        (_ledger, _exchange) = (ledger, exchange);
        _required = exchange.Policy.Ledger == LedgerDuty.Required || exchange.Grant is not null;
    }

    /// <summary>Hands the opening to the ledger; the answer is awaited later.</summary>
    public void Open()
    {
        if (_opened || _exchange is not { } exchange || _ledger is not { } ledger)
        {
            return;
        }
        _opened = true;
        var policy = exchange.Policy.Content;
        var isPicture = exchange.BodyKind == BodyKind.Media;
        _opening.ProduceID = exchange.Labels.Number;
        _opening.Tenant = exchange.Labels.Tenant.Id;
        _opening.Route = exchange.Policy.Route;
        _opening.Profile = exchange.Labels.Profile?.Name ?? "";
        _opening.Model = exchange.Model;
        _opening.ContentKind = isPicture ? "image" : "";
        _opening.Format = exchange.Format ?? "";
        _opening.Wording = exchange.Grant is not null ? "" : isPicture ? policy.PictureWording ?? "" : policy.TextLabel.Wording;
        _opening.GrantID = exchange.Grant?.ID ?? "";
        _opening.GrantRecipient = exchange.Grant?.Recipient ?? "";
        _opening.GrantAgreement = exchange.Grant?.Agreement ?? "";
        _opening.PolicyVersion = exchange.PolicyVersion;
        _opening.UpstreamHost = exchange.UpstreamHost;
        _opening.Role = policy.Role == LabelRole.Propagator ? "propagator" : "";
        _opening.Decision = exchange.Decision;
        if (_required)
        {
            _answer = ledger.OpenAsync(_opening);
        }
        else
        {
            _kept = ledger.TryOpen(_opening);
        }
    }

    /// <summary>Comes back when labelled bytes may leave: the opening is durable, or the route does not ask for it.</summary>
    /// <exception cref="BrokenAnswerException">The ledger takes no record.</exception>
    public ValueTask EnsureOpenAsync()
    {
        Open();
        return IsOpen ? ValueTask.CompletedTask : AwaitAsync();
    }

    /// <summary>Takes bytes that leave into the digest.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_opened)
        {
            _digest.AppendData(bytes);
            _appended = true;
        }
    }

    /// <summary>Seals what was opened, and lets go of the exchange. Blocked and refused content is recorded even if nothing of it left.</summary>
    /// <param name="outcome">How the answer ended.</param>
    /// <param name="status">The response's status code.</param>
    public void Close(ItemOutcome outcome, int status)
    {
        if (_exchange is not { } exchange || _ledger is not { } ledger)
        {
            return;
        }
        if (exchange.Labels.HasContent || exchange.Labels.Findings.Count > 0 || exchange.Uploads.Count > 0 || exchange.IsRefused)
        {
            Open();
        }
        if (_opened && IsKept())
        {
            Seal(ledger, exchange, outcome, status);
        }
        Forget();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync()
    {
        if (!_answered)
        {
            _ack = await _answer;
            _answered = true;
        }
        if (!_ack.IsDurable)
        {
            throw new BrokenAnswerException(Reasons.Ledger, "the record of this answer can't be kept at the moment");
        }
    }

    // An opening that was refused has nothing to seal. One that nobody waited for is let go of by whoever awaits it.
    private bool IsKept()
    {
        if (!_required)
        {
            return _kept;
        }
        if (_answered)
        {
            return _ack.IsDurable;
        }
        _answered = true;
        if (_answer.IsCompleted)
        {
            return _answer.GetAwaiter().GetResult().IsDurable;
        }
        _ = AbandonAsync(_answer);
        return true;
    }

    private static async Task AbandonAsync(ValueTask<LedgerAck> answer) => await answer.ConfigureAwait(false);

    private void Seal(GatewayLedger ledger, GatewayExchange exchange, ItemOutcome outcome, int status)
    {
        var labels = exchange.Labels;
        _sealing.ProduceID = labels.Number;
        _sealing.Tenant = exchange.Labels.Tenant.Id;
        _sealing.StatusCode = status;
        _sealing.UpstreamLabel = "";
        _sealing.Model = "";
        _sealing.Reason = "";
        _sealing.FilterLibrary = "";
        _sealing.WatermarkID = "";
        _sealing.FilterRules = [];
        _sealing.Outcome = outcome;
        SealParts(ledger, exchange);
        _sealing.Part = 0;
        _sealing.WatermarkID = "";
        _sealing.BytesReceived = exchange.BytesIn;
        _sealing.BytesSent = exchange.BytesOut;
        _sealing.Format = exchange.Format ?? "";
        _sealing.ContentHash = NoHash;
        if (_appended)
        {
            _digest.TryGetHashAndReset(_hash, out _);
            _appended = false;
            _sealing.ContentHash = _hash;
        }
        _sealing.ContentKind = AddLabels(exchange);
        _sealing.Labels = _labels;
        _sealing.UpstreamLabel = labels.UpstreamLabel?.ToInnerJson() ?? "";
        _sealing.Model = _opening.Model.Length == 0 ? exchange.Model : "";
        _sealing.Reason = exchange.Reason ?? "";
        foreach (var (direction, finding) in labels.Findings)
        {
            _rules.Add($"{direction} {finding.Action} {finding.Risk} {finding.RuleId}");
            _sealing.FilterLibrary = finding.Version;
        }
        _sealing.FilterRules = _rules;
        ledger.Seal(_sealing);
    }

    // The pictures inside of a body: their digests are what a picture that turns up is found by.
    private void SealParts(GatewayLedger ledger, GatewayExchange exchange)
    {
        var parts = 0;
        var all = exchange.Labels.Labels;
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is { ContentHash.IsEmpty: false, Receipt: { } receipt } picture)
            {
                _labels.Clear();
                AddPictureLabels(exchange, receipt);
                _sealing.WatermarkID = receipt.Watermark?.WatermarkID ?? "";
                _sealing.Part = ++parts;
                _sealing.ContentHash = picture.ContentHash;
                _sealing.ContentKind = "image";
                _sealing.Format = receipt.Format;
                _sealing.BytesReceived = 0;
                _sealing.BytesSent = picture.Length;
                _sealing.Labels = _labels;
                _sealing.UpstreamLabel = receipt.UpstreamLabel?.ToInnerJson() ?? "";
                ledger.Seal(_sealing);
            }
        }
    }

    private string AddLabels(GatewayExchange exchange)
    {
        _labels.Clear();
        var text = false;
        LabelReceipt? picture = null;
        TextLabelPlacement? place = null;
        var all = exchange.Labels.Labels;
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Kind == ContentKind.Text)
            {
                (text, place) = (true, all[i].Inline ? exchange.Labels.TextPlacement : TextLabelPlacement.OutOfBand);
            }
            else
            {
                picture ??= all[i].Receipt;
            }
        }
        if (text)
        {
            _labels.Add(exchange.Policy.Recorded.InText(place));
            if (exchange.Policy.Recorded.OfText is { } implicitly)
            {
                _labels.Add(implicitly);
            }
        }
        if (picture is not null)
        {
            AddPictureLabels(exchange, picture);
            _sealing.WatermarkID = picture.Watermark?.WatermarkID ?? "";
        }
        return (text, picture is not null) switch { (true, true) => "text+image", (true, false) => "text", (false, true) => "image", _ => "" };
    }

    private void AddPictureLabels(GatewayExchange exchange, LabelReceipt receipt)
    {
        _labels.Add(exchange.Grant is not null ? RecordedLabels.Granted : exchange.Policy.Recorded.InPicture);
        _labels.Add(RecordedLabels.OfPicture);
        if (receipt.Watermark is { } mark)
        {
            _labels.Add(RecordedLabels.Watermark(mark.Outcome));
        }
    }

    private void Forget()
    {
        if (_appended)
        {
            _digest.TryGetHashAndReset(_hash, out _);
        }
        (_ledger, _exchange, _answer, _ack) = (null, null, default, default);
        (_opened, _answered, _required, _kept, _appended) = (false, false, false, false, false);
        _labels.Clear();
        _rules.Clear();
    }
}
