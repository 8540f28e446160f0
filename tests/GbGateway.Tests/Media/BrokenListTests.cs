using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels;

namespace GbGateway.Tests.Media;

/// <summary>Lists inside a container that end before they begin, or behind the file, as fuzzing found them.</summary>
public sealed class BrokenListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_AVIF_whose_references_are_cut_before_their_version_is_a_receipt(int length)
    {
        var file = TestPictures.Make("420.avif", 64, 48);
        var meta = file.AsSpan().IndexOf("meta"u8) - 4;
        byte[] references = [0, 0, 0, (byte)(8 + length), .. Encoding.ASCII.GetBytes("iref"), .. new byte[length]];
        var end = meta + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(meta));
        file = [.. file.AsSpan(0, end), .. references, .. file.AsSpan(end)];
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(meta), end - meta + references.Length);

        var (receipt, _) = Orders.Label(file, Orders.MetadataOnly);

        Assert.Equal(LabelOutcome.Unsupported, receipt.Outcome);
    }

    [Fact]
    public void A_TIFF_whose_list_of_strips_ends_behind_the_file_is_malformed()
    {
        // Appending the label twice would bring the list's end into the file: 1025 strips, all nonsense.
        var file = TestPictures.Make("lzw.tif", 64, 48);
        var directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        for (var entry = directory + 2; ; entry += 12)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(entry)) == 273)
            {
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(entry + 4), 1025);
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(entry + 8), 8);
                break;
            }
        }
        Assert.InRange(file.Length, 9, 8 + 4 * 1025 - 1);
        Assert.Equal(LabelOutcome.Malformed, Orders.Label(file, Orders.MetadataOnly).Receipt.Outcome);
    }
}
