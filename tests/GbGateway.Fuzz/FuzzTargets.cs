using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Media.Xmp;
using GbGateway.Labels.Verification;

namespace GbGateway.Fuzz;

/// <summary>What can be fuzzed. All pictures go the same way; a format differs by its seeds.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<string> Pictures { get; } = ["png", "jpeg", "webp", "gif", "iso", "tiff"];

    public static IReadOnlyList<string> All { get; } = [.. Pictures, "xmp", "verify"];

    /// <summary>Throws where an input breaks a law.</summary>
    public static void Check(string format, byte[] input)
    {
        switch (format)
        {
            case "xmp":
                CheckXmp(input);
                break;
            case "verify":
                LabelVerifier.Unpinned.Verify(input, "");
                break;
            default:
                PictureLaws.Check(input);
                break;
        }
    }

    private static void CheckXmp(byte[] packet)
    {
        var metadata = AigcMetadata.ByProducer("001191110102MACQD9K64010000", "01JTESTPRODUCEID0000000001");
        Judge(XmpPacket.SetLabel(packet, metadata), metadata, "set");
        Judge(XmpPacket.SetLabel(XmpPacket.SetLabel(packet, metadata), metadata), metadata, "set twice");
        var bare = XmpPacket.RemoveLabels(packet);
        if (XmpPacket.HasLabel(bare))
        {
            throw new BrokenLawException("a label is left: " + Encoding.Latin1.GetString(bare));
        }
    }

    private static void Judge(byte[] packet, AigcMetadata metadata, string what)
    {
        var found = new List<FoundLabel>();
        XmpPacket.Find(packet, "xmp", found);
        if (found.Count != 1 || found[0].Metadata != metadata)
        {
            throw new BrokenLawException($"{what}: {found.Count} labels");
        }
    }
}
