using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Vorbis comments, of FLAC, Vorbis and Opus: the comment <c>AIGC=…</c>.</summary>
internal static class VorbisComments
{
    private const int MostComments = 10_000;

    public static void Read(ReadOnlySpan<byte> block, string carrier, string place, CarrierFindings found)
    {
        if (!TryTake(ref block, out _) || block.Length < 4)
        {
            return;
        }
        var count = BinaryPrimitives.ReadUInt32LittleEndian(block);
        block = block[4..];
        for (uint i = 0; i < count && i < MostComments && TryTake(ref block, out var comment); i++)
        {
            var equals = comment.IndexOf((byte)'=');
            if (equals < 0)
            {
                continue;
            }
            var name = Encoding.UTF8.GetString(comment[..equals]);
            if (comment.Length - equals > Inflated.Most || name is "METADATA_BLOCK_PICTURE")
            {
                continue;
            }
            var value = Encoding.UTF8.GetString(comment[(equals + 1)..]);
            if (name.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
            {
                found.Add($"{carrier} comment {name}", place, value);
            }
            else
            {
                found.AddIfLabel($"{carrier} comment {name}", place, value);
            }
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> block, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (block.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(block) is var length && length > (uint)(block.Length - 4))
        {
            return false;
        }
        text = block.Slice(4, (int)length);
        block = block[(4 + (int)length)..];
        return true;
    }
}
