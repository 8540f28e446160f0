using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;
using GbGateway.Tests.Support;
using NetVips;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

/// <summary>What others make of our files, and what we make of theirs.</summary>
public sealed class ForeignToolTests
{
    private static readonly string[] ScanScripts =
    [
        // One component a scan, bands without refinement.
        "0: 0-0, 0, 0;\n1: 0-0, 0, 0;\n2: 0-0, 0, 0;\n0: 1-5, 0, 0;\n0: 6-63, 0, 0;\n1: 1-63, 0, 0;\n2: 1-63, 0, 0;\n",
        // DC refined twice, deep refinements, components in turns.
        "0,1,2: 0-0, 0, 2;\n0: 1-63, 0, 3;\n1: 1-63, 0, 1;\n0: 1-63, 3, 2;\n0,1,2: 0-0, 2, 1;\n2: 1-63, 0, 0;\n0: 1-63, 2, 1;\n1: 1-63, 1, 0;\n0,1,2: 0-0, 1, 0;\n0: 1-63, 1, 0;\n",
        // Bands of single coefficients; the last bits of luma never come.
        "0,1: 0-0, 0, 0;\n2: 0-0, 0, 1;\n0: 1-1, 0, 1;\n0: 2-2, 0, 0;\n0: 3-40, 0, 1;\n2: 0-0, 1, 0;\n1: 1-63, 0, 0;\n0: 1-1, 1, 0;\n",
    ];

    public static TheoryData<string, byte[]> Made()
    {
        var data = new TheoryData<string, byte[]>
        {
            { "420", Scene.Jpeg(203, 149) },
            { "444 optimised", Scene.Jpeg(203, 149, subsampled: false, optimised: true) },
            { "gray", Scene.Jpeg(203, 149, gray: true) },
            { "420 progressive", Scene.Jpeg(203, 149, progressive: true) },
            { "444 progressive, restarts", Scene.Jpeg(203, 149, progressive: true, subsampled: false, restart: 9) },
            { "440", PlainEncoder.Encode(Scene.Rgb(203, 149), 203, 149, ["1x2", "1x1", "1x1"]) },
            { "411, restarts", PlainEncoder.Encode(Scene.Rgb(203, 149), 203, 149, ["4x1", "1x1", "1x1"], restart: 4) },
            { "RGB", PlainEncoder.Encode(Scene.Rgb(203, 149), 203, 149, ["1x1", "1x1", "1x1"], asRgb: true) },
        };
        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Made))]
    public void Djpeg_finds_nothing_wrong_and_no_pixel_changed_outside_the_touched_MCUs(string name, byte[] file)
    {
        Skip.IfNot(ExternalTool.Exists("djpeg"), "djpeg (libjpeg-turbo-progs) is not installed");
        var stamp = Scene.Stamp(70, 22);
        foreach (var (x, y) in new[] { (0, 0), (9, 11), (203 - 70, 149 - 22) })
        {
            var made = SurgeryJudge.Stamp(file, stamp, x, y);
            var (before, after) = (Tool.Decode(file), Tool.Decode(made));
            Assert.True(after.Complaints.Length == 0, name + ": " + after.Complaints);
            Assert.Equal(before.Pixels.Length, after.Pixels.Length);
            // No MCU is larger than 32 by 16.
            var (left, top, right, bottom) = (x / 32 * 32, y / 16 * 16, (x + 70 + 31) / 32 * 32, (y + 22 + 15) / 16 * 16);
            for (var i = 0; i < before.Pixels.Length; i++)
            {
                var (column, row) = (i / before.Channels % before.Width, i / before.Channels / before.Width);
                if (before.Pixels[i] != after.Pixels[i])
                {
                    Assert.True(column >= left && column < right && row >= top && row < bottom, $"{name}: pixel {column},{row} changed");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Made))]
    public void Libvips_decodes_what_was_made(string name, byte[] file)
    {
        Assert.NotEmpty(name);
        var made = SurgeryJudge.Stamp(file, Scene.Stamp(70, 22), 0, 0);
        using var picture = Image.JpegloadBuffer(made, failOn: Enums.FailOn.Warning);
        Assert.Equal(203, picture.CopyMemory().Width);
    }

    [SkippableFact]
    public void Every_script_of_progressive_scans_is_followed()
    {
        Skip.IfNot(ExternalTool.Exists("cjpeg"), "cjpeg (libjpeg-turbo-progs) is not installed");
        byte[] ppm = [.. "P6 203 149 255\n"u8, .. Scene.Rgb(203, 149)];
        var stamp = Scene.Stamp(70, 22);
        foreach (var script in ScanScripts)
        {
            var path = Path.GetTempFileName();
            File.WriteAllText(path, script);
            foreach (var sampling in new[] { "1x1", "2x2", "1x2", "4x1" })
            {
                var (file, complaints) = Tool.Run("cjpeg", ppm, "-quality", "90", "-sample", sampling, "-scans", path);
                Assert.True(file.Length > 0, complaints);
                foreach (var (x, y) in new[] { (0, 0), (61, 77), (203 - 70, 149 - 22) })
                {
                    var made = SurgeryJudge.Stamp(file, stamp, x, y);
                    SurgeryJudge.Check(file, made, stamp, x, y);
                }
            }
            File.Delete(path);
        }
    }

    [SkippableFact]
    public void Pictures_of_other_makers_are_labelled_without_a_change_elsewhere_or_refused_with_a_reason()
    {
        Skip.If(Fixtures.Root is null, "the folder shared/fixtures is not here");
        var labelled = 0;
        foreach (var path in Fixtures.Files("images", ".jpg", ".jpeg"))
        {
            var file = File.ReadAllBytes(path);
            foreach (var stamp in new[] { Scene.Stamp(40, 14), Scene.Stamp(5, 3) })
            {
                var output = new ArrayBufferWriter<byte>();
                var done = JpegSurgery.TryStamp(file, stamp, 0, 0, [], output, out var reason);
                Assert.Equal(done, reason is null);
                if (done && file.Length < 150_000)
                {
                    labelled += Compare(path, file, output.WrittenSpan.ToArray(), stamp) ? 1 : 0;
                }
            }
        }
        Assert.InRange(labelled, 60, int.MaxValue);
    }

    private static bool Compare(string path, byte[] file, byte[] made, Stamp stamp)
    {
        try
        {
            PlainDecoder.Decode(file);
        }
        catch (Exception e) when (e is InvalidDataException or IndexOutOfRangeException or KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            // Sound up to the label, corrupt or odd after it: what we passed on is as it was.
            return false;
        }
        try
        {
            SurgeryJudge.Check(file, made, stamp, 0, 0);
        }
        catch (Exception e)
        {
            throw new InvalidDataException(Path.GetFileName(path), e);
        }
        return true;
    }
}
