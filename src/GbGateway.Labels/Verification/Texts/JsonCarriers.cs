using GbGateway.Labels.Verification.Containers;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>JSON: one document, or one a line.</summary>
internal sealed class JsonCarriers : CarrierReader
{
    private const int MostLines = 100_000;

    public override string Name => "JSON";

    public override bool Matches(ReadOnlySpan<byte> file)
    {
        var start = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file;
        start = start.TrimStart(" \t\r\n"u8);
        return start is [(byte)'{' or (byte)'[', ..] && TextOf.IsText(file) && new JsonWalk("JSON", new CarrierFindings(Integrity.LabelSignatureVerifier.Unpinned)).Read(FirstLineOrAll(start), "");
    }

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var json = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file;
        var walk = new JsonWalk("JSON", found);
        if (!IsWhole(json))
        {
            var lines = 0;
            foreach (var range in json.Split((byte)'\n'))
            {
                if (++lines > MostLines || found.IsFull)
                {
                    break;
                }
                walk.Read(json[range], $"line {lines}");
            }
        }
        else
        {
            walk.Read(json, "document");
        }
        walk.Finish();
    }

    private static bool IsWhole(ReadOnlySpan<byte> json) => new JsonWalk("", new CarrierFindings(Integrity.LabelSignatureVerifier.Unpinned)).Read(json, "");

    private static ReadOnlySpan<byte> FirstLineOrAll(ReadOnlySpan<byte> json)
    {
        if (IsWhole(json))
        {
            return json;
        }
        var end = json.IndexOf((byte)'\n');
        return end < 0 ? json : json[..end];
    }
}
