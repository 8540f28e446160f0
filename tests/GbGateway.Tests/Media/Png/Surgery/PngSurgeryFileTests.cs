using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Png.Surgery;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>What becomes of the rest of the file.</summary>
[Collection(nameof(Alone))]
public sealed class PngSurgeryFileTests
{
    private static readonly PngPicture Picture = PngPicture.Make(1, 300, 400, 8, 2);
    private static readonly Stamp Stamp = Stamps.Make(80, 27);

    [Fact]
    public void Chunks_stay_in_order_the_metadata_stand_before_the_picture_data_and_what_is_dropped_is_gone()
    {
        var before = new[] { "gAMA", "caBX", "iDOT", "tEXt" }.SelectMany(type => PngMaker.Chunk(type, new byte[28])).ToArray();
        var after = new[] { "tEXt", "caBX", "iTXt", "tIME" }.SelectMany(type => PngMaker.Chunk(type, new byte[7])).ToArray();
        var file = PngMaker.Make(Picture, 5, PngMaker.Zlib(6), static _ => int.MaxValue, before, after);
        byte[] trailer = [9, 8, 7, 6];
        var copy = Judge.Label([.. file, .. trailer], Stamp, 0, 0, new PngDrops("caBX"u8.ToArray(), "iTXt\0\0"u8.ToArray(), "tIMEnot this"u8.ToArray()));
        PngReader.Read(copy, out var chunks);
        Assert.Equal(["IHDR", "gAMA", "tEXt", "iTXt", "IDAT", "tEXt", "tIME", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal(trailer, copy[^4..]);
    }

    [Fact]
    public void Of_a_file_all_but_the_label_s_part_is_passed_byte_for_byte()
    {
        foreach (var chunk in new[] { 8192, int.MaxValue })
        {
            var file = PngMaker.Make(Picture, 5, PngMaker.Zlib(6), _ => chunk);
            var copy = Judge.Label(file, Stamp, 0, 0);
            var same = 0;
            while (same < file.Length - 40 && file[^(same + 40)] == copy[^(same + 40)])
            {
                same++; // the last 40 bytes hold checksums
            }
            Assert.True(same > file.Length * 0.8, $"{same} of {file.Length}"); // 27 of 400 rows and 36 rows of window
            Assert.InRange(copy.Length - file.Length - Judge.Metadata.Length, -2000, file.Length / 50 + 1024);
        }
    }

    [Fact]
    public void A_wrong_checksum_stays_wrong()
    {
        var file = PngMaker.Make(Picture, 5, PngMaker.Zlib(6), static _ => int.MaxValue);
        file[^20] ^= 1; // the last byte of the Adler-32
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(file.Length - 16), System.IO.Hashing.Crc32.HashToUInt32(file.AsSpan(37, file.Length - 16 - 37)));
        var copy = Judge.Label(file, Stamp, 0, 0);
        Assert.Throws<InvalidDataException>(() => PngReader.Read(copy));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Picture_data_that_fail_their_CRC_never_come_out_sound(double place)
    {
        var file = PngMaker.Make(Picture, 5, PngMaker.Zlib(6), static _ => 3000);
        file[(int)(file.Length * place)] ^= 0x10;
        var output = new ArrayBufferWriter<byte>();
        if (PngSurgery.TryStamp(file, Stamp, 0, 0, [], PngDrops.None, output, out _))
        {
            Assert.ThrowsAny<Exception>(() => PngReader.Read(output.WrittenSpan.ToArray()));
        }
    }

    [Theory]
    [InlineData("interlaced")]
    [InlineData("animated")]
    [InlineData("animated late")]
    [InlineData("bad filter")]
    [InlineData("short data")]
    [InlineData("zlib header")]
    [InlineData("outside")]
    [InlineData("second IHDR")]
    [InlineData("huge row")]
    [InlineData("depth")]
    [InlineData("empty")]
    public void What_it_cannot_label_is_refused_with_a_reason_and_nothing_written(string kind)
    {
        var zlib = PngMaker.Zlib(6);
        var animation = PngMaker.Chunk("acTL", new byte[8]);
        var file = kind switch
        {
            "interlaced" => PngMaker.Make(Picture, 0, zlib, interlaced: true),
            "animated" => PngMaker.Make(Picture, 0, zlib, before: animation),
            "animated late" => PngMaker.Make(Picture, 0, zlib, after: animation),
            "bad filter" => PngMaker.Make(Picture, 0, rows => zlib(Change(rows, 901 * 5, 9))),
            "short data" => PngMaker.Make(Picture, 0, rows => zlib(rows[..9000])),
            "zlib header" => PngMaker.Make(Picture, 0, rows => Change(zlib(rows), 0, 0x79)),
            "second IHDR" => PngMaker.Make(Picture, 0, zlib, after: PngMaker.Chunk("IHDR", new byte[13])),
            "huge row" => Change(PngMaker.Make(Picture, 0, zlib), 16, 0x7F),
            "depth" => Change(PngMaker.Make(Picture, 0, zlib), 24, 4),
            "empty" => [],
            _ => PngMaker.Make(Picture, 0, zlib),
        };
        var output = new ArrayBufferWriter<byte>();
        Assert.False(PngSurgery.TryStamp(file, Stamp, kind == "outside" ? 300 : 0, 0, [], PngDrops.None, output, out var reason));
        Assert.NotEmpty(reason);
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(0, 4)]
    [InlineData(0, 1)]
    public void A_transparent_colour_stays_transparent_outside_and_never_shows_through_the_label(int colour, int depth)
    {
        var picture = PngPicture.Make(3, 90, 60, depth, colour, PngMotif.Flat);
        var key = Enumerable.Range(0, picture.Channels).Select(channel => picture.Sample(10, 10, channel)).ToArray();
        var data = key.SelectMany(static value => new[] { (byte)(value >> 8), (byte)value }).ToArray();
        var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6), before: PngMaker.Chunk("tRNS", data));
        var stamp = Stamps.Make(50, 30);
        bool IsKey(PngPicture of, int x, int y) => key.Select((value, channel) => of.Sample(x, y, channel) == value).All(static same => same);
        var fresh = PngReader.Read(Judge.Label(file, stamp, 4, 3));
        Judge.Compare(picture, fresh, stamp, 4, 3, (x, y) => IsKey(picture, x, y) || depth < 8);
        for (var y = 3; y < 33; y++)
        {
            for (var x = 4; x < 54; x++)
            {
                var alpha = stamp.Alpha[(y - 3) * 50 + x - 4];
                Assert.True(IsKey(fresh, x, y) == (IsKey(picture, x, y) && alpha < 128), $"({x}, {y})");
            }
        }
    }

    [SkippableFact]
    public void A_steady_stream_of_pictures_allocates_nothing()
    {
        Skip.If(
            typeof(PngSurgery).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "what a debug build allocates says nothing of the product: run `dotnet test -c Release`");
        var files = new[] { 2, 6, 0 }.Select(colour => PngMaker.Make(PngPicture.Make(colour, 400, 300, 8, colour), 5, PngMaker.Zlib(6))).ToArray();
        var output = new ArrayBufferWriter<byte>(1 << 22);
        void LabelAll()
        {
            foreach (var file in files)
            {
                output.ResetWrittenCount();
                Assert.True(PngSurgery.TryStamp(file, Stamp, 0, 0, Judge.Metadata, PngDrops.None, output, out _));
                Assert.True(PngSurgery.TryStamp(file, Stamp, 300, 270, Judge.Metadata, PngDrops.None, output, out _));
            }
        }
        // Operations are kept in few places: other tests on other threads may take the grown ones, so the least of many rounds counts.
        var least = long.MaxValue;
        for (var round = 0; round < 200 && least > 0; round++)
        {
            LabelAll();
            var before = GC.GetAllocatedBytesForCurrentThread();
            LabelAll();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    private static byte[] Change(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }
}
