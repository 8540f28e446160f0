using System.Text.Json;
using GbGateway.Commands;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;
using GbGateway.Ledger.Sinks;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Verification;
using GbGateway.Verification;
using Spectre.Console;

namespace GbGateway.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
    private static readonly AigcMetadata Label = AigcMetadata.ByProducer("001191110102MACQD9K64018705", "01J0000000000000000000000A");
    private static readonly byte[] Labelled = LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(Label.ToInnerJson())));

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_labelled_file_is_fine_and_one_without_a_label_is_not()
    {
        File.WriteAllBytes(_directory.File("a.png"), Labelled);
        File.WriteAllBytes(_directory.File("b.png"), LabelledPictures.Png());
        var (code, said) = await VerifyAsync(json: false, _directory.File("a.png"));
        Assert.Equal(0, code);
        Assert.Contains("合格 fine", said, StringComparison.Ordinal);
        Assert.Contains(Label.ProduceID, said, StringComparison.Ordinal);
        (code, said) = await VerifyAsync(json: false, _directory.File("b.png"));
        Assert.Equal(1, code);
        Assert.Contains("没有文件元数据隐式标识", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_unreadable() => Assert.Equal(2, (await VerifyAsync(json: false, _directory.File("none.png"))).Code);

    [Fact]
    public async Task A_folder_is_taken_with_its_folders_in_order_one_report_a_line()
    {
        Directory.CreateDirectory(_directory.File("deep/er"));
        for (var i = 0; i < 150; i++)
        {
            File.WriteAllBytes(_directory.File($"deep/{(i % 2 == 0 ? "" : "er/")}{i:D3}.png"), Labelled);
        }
        var (code, said) = await VerifyAsync(json: true, _directory.Path);
        Assert.Equal(0, code);
        var names = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!).ToList();
        Assert.Equal(150, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task One_bad_file_of_a_folder_decides_the_exit_code_and_is_told_whole()
    {
        File.WriteAllBytes(_directory.File("a.png"), Labelled);
        File.WriteAllBytes(_directory.File("b.png"), LabelledPictures.Png());
        var (code, said) = await VerifyAsync(json: false, _directory.Path);
        Assert.Equal(1, code);
        Assert.Single(said.Split('\n'), static line => line.StartsWith("✓ 合格 fine", StringComparison.Ordinal));
        Assert.Contains("GB-6.1-a", said, StringComparison.Ordinal);
        File.WriteAllBytes(_directory.File("c.bin"), [1, 2, 3, 4, 5]);
        Assert.Equal(2, (await VerifyAsync(json: false, _directory.Path)).Code);
    }

    [Fact]
    public async Task A_pinned_key_tells_who_signed()
    {
        var key = Sm2PrivateKey.Generate();
        var signed = LabelSignature.Sign(Label, key).ToInnerJson();
        File.WriteAllBytes(_directory.File("a.png"), LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(signed))));
        File.WriteAllText(_directory.File("key.pem"), key.PublicKey.ToPem());
        Assert.Equal(0, await VerifyCommand.Create().Parse([_directory.File("a.png"), "--pin", _directory.File("key.pem")]).InvokeAsync());
        Assert.Equal(2, await VerifyCommand.Create().Parse([_directory.File("a.png"), "--pin", _directory.File("a.png")]).InvokeAsync());
    }

    [Fact]
    public async Task The_ledger_tells_whether_it_knows_a_file()
    {
        var mine = Label with { ProduceID = LedgerSamples.ProduceID(3), PropagateID = LedgerSamples.ProduceID(3) };
        var file = LabelledPictures.Png(LabelledPictures.PngInternational(LabelledPictures.XmpElement(mine.ToInnerJson())));
        var settings = new LedgerSinkSettings("chain", _directory.File("ledger.db"));
        await using var sink = new SqliteLedgerSink(settings);
        await sink.OpenAsync(default);
        await sink.AppendAsync(LedgerSamples.Chain("chain", items: 5), default);
        var verifier = new FileVerifier(LabelVerifier.Unpinned, ledger: new LedgerEvidence(() => new SqliteLedgerSink(settings), TimeProvider.System));
        var other = await verifier.VerifyAsync(file, "a.png", default);
        Assert.Equal((LedgerState.OtherContent, 2), (other.Ledger!.State, other.Ledger.Traces.Count));
        Assert.Equal(LedgerState.SameContent, (await verifier.VerifyAsync("content 4"u8.ToArray(), "a.txt", default)).Ledger!.State);
        Assert.Equal(LedgerState.Unknown, (await verifier.VerifyAsync(Labelled, "b.png", default)).Ledger!.State);
        Assert.Contains("台账 Ledger", LabelReportText.Render(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_is_told_and_fails_nothing()
    {
        File.WriteAllText(_directory.File("ledger.db"), "this is no database at all");
        var settings = new LedgerSinkSettings("chain", _directory.File("ledger.db"));
        var report = await new FileVerifier(LabelVerifier.Unpinned, ledger: new LedgerEvidence(() => new SqliteLedgerSink(settings), TimeProvider.System)).VerifyAsync(Labelled, "a.png", default);
        Assert.Null(report.Ledger);
        Assert.Contains(report.Remarks, static remark => remark.Clause == "T-log");
        Assert.Equal(0, report.ExitCode);
    }

    [Fact]
    public async Task The_configuration_of_the_gateway_brings_its_ledger()
    {
        await using (var gateway = await Support.TestGateway.StartAsync(static context => Support.Chat.SendJsonAsync(context), ("GbGateway:Ledger:Folder", _directory.File("ledger"))))
        {
            using var response = await gateway.Client.PostAsync(Support.Chat.Path, Support.Chat.Request());
            File.WriteAllBytes(_directory.File("a.json"), await response.Content.ReadAsByteArrayAsync());
        }
        File.WriteAllText(_directory.File("gateway.json"), JsonSerializer.Serialize(new
        {
            GbGateway = new { Upstream = "http://127.0.0.1:1", Producer = new { ContentProducer = Support.TestGateway.Producer }, Ledger = new { Folder = _directory.File("ledger") } },
        }));
        var output = Console.Out;
        using var said = new StringWriter();
        Console.SetOut(said);
        try
        {
            Assert.Equal(0, await VerifyCommand.Create().Parse([_directory.File("a.json"), "--json", "--config", _directory.File("gateway.json")]).InvokeAsync());
        }
        finally
        {
            Console.SetOut(output);
        }
        Assert.Contains("\"state\":\"SameContent\"", said.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> VerifyAsync(bool json, params string[] paths)
    {
        using var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
        var code = await new VerifyRun(new FileVerifier(LabelVerifier.Unpinned), json, full: false, said, console).RunAsync(paths, default);
        return (code, said.ToString());
    }
}
