using System.Buffers;
using GbGateway.Labels.Media;
using NetVips;

namespace GbGateway.Labels.Explicit;

/// <summary>
/// A picture of pictures to look at the label on: bright, dark, busy, gray and transparent grounds (the rows) in several sizes and all four
/// corners (the columns), each labelled as any picture is, then the top left corners of large ones, pixel for pixel.
/// </summary>
public static class LabelContactSheet
{
    private const int Gap = 12;
    private const int LargeCrop = 640;

    private static readonly (int Width, int Height, LabelPosition Position)[] Columns =
    [
        (48, 48, LabelPosition.TopLeft),
        (128, 96, LabelPosition.TopRight),
        (256, 256, LabelPosition.BottomLeft),
        (512, 288, LabelPosition.BottomRight),
        (216, 384, LabelPosition.TopLeft),
    ];

    private static readonly SheetGround[] Rows = [SheetGround.Bright, SheetGround.Dark, SheetGround.Busy, SheetGround.Gray, SheetGround.Transparent];

    private static readonly (int Width, int Height, SheetGround Ground)[] Large =
        [(1024, 1024, SheetGround.Bright), (2048, 2048, SheetGround.Busy), (4096, 2304, SheetGround.Dark)];

    /// <summary>Draws the sheet for a wording, as a PNG.</summary>
    /// <param name="wording">The wording.</param>
    /// <param name="font">The font, or null for the embedded one.</param>
    public static byte[] Draw(string wording, LabelFont? font = null)
    {
        _ = MediaFormats.All;
        var width = Gap + Math.Max(Columns.Sum(static c => c.Width + Gap), Large.Length * (LargeCrop + Gap));
        var rowHeight = Columns.Max(static c => c.Height) + Gap;
        var height = Gap + Rows.Length * rowHeight + LargeCrop / 2 + Gap;
        var sheet = Image.Black(width, height, bands: 3).Linear([1.0], [96.0]).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        for (var row = 0; row < Rows.Length; row++)
        {
            var x = Gap;
            foreach (var (cellWidth, cellHeight, position) in Columns)
            {
                sheet = Put(sheet, Labelled(wording, font, cellWidth, cellHeight, Rows[row], position), x, Gap + row * rowHeight);
                x += cellWidth + Gap;
            }
        }
        for (var i = 0; i < Large.Length; i++)
        {
            using var whole = Labelled(wording, font, Large[i].Width, Large[i].Height, Large[i].Ground, LabelPosition.TopLeft);
            sheet = Put(sheet, whole.ExtractArea(0, 0, LargeCrop, LargeCrop / 2), Gap + i * (LargeCrop + Gap), height - LargeCrop / 2 - Gap);
        }
        using (sheet)
        {
            return sheet.PngsaveBuffer(keep: Enums.ForeignKeep.None);
        }
    }

    private static Image Put(Image sheet, Image cell, int x, int y)
    {
        using (sheet)
        using (cell)
        using (var joined = sheet.Insert(cell, x, y))
        {
            return joined.CopyMemory();
        }
    }

    private static Image Labelled(string wording, LabelFont? font, int width, int height, SheetGround ground, LabelPosition position)
    {
        using var painted = Paint(width, height, ground);
        var order = new LabelOrder { Metadata = AigcMetadata.ByProducer("sheet", "sheet"), Wording = wording, Font = font, Position = position };
        var output = new ArrayBufferWriter<byte>();
        var receipt = MediaLabeler.WriteLabels(painted.PngsaveBuffer(keep: Enums.ForeignKeep.None), order, output);
        if (!receipt.IsLabelled)
        {
            throw new InvalidOperationException($"A picture of the sheet could not be labelled: {receipt.Reason}");
        }
        using var labelled = Image.PngloadBuffer(output.WrittenSpan.ToArray());
        if (!labelled.HasAlpha())
        {
            return labelled.CopyMemory();
        }
        using var board = Paint(width, height, SheetGround.Board);
        using var shown = board.Composite2(labelled, Enums.BlendMode.Over);
        using var opaque = shown.ExtractBand(0, n: 3);
        return opaque.CopyMemory();
    }

    private static Image Paint(int width, int height, SheetGround ground)
    {
        var bands = ground == SheetGround.Transparent ? 4 : 3;
        var samples = new byte[width * height * bands];
        var state = 1u;
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            state = state * 1664525 + 1013904223;
            var noise = (int)(state >> 27);
            var pixel = samples.AsSpan(i * bands, 3);
            switch (ground)
            {
                case SheetGround.Bright:
                    (pixel[0], pixel[1], pixel[2]) = (255, (byte)(255 - y * 20 / height), (byte)(250 - x * 30 / width));
                    break;
                case SheetGround.Dark:
                    (pixel[0], pixel[1], pixel[2]) = ((byte)(x * 20 / width), (byte)(8 + y * 10 / height), 16);
                    break;
                case SheetGround.Busy:
                    pixel[0] = (byte)(128 + 100 * Math.Sin((x + 3 * y) / 6.0) + noise / 2);
                    pixel[1] = (byte)(128 + 100 * Math.Sin((2 * x - y) / 9.0) + noise / 2);
                    pixel[2] = (byte)((x / 7 ^ y / 5) * 37);
                    break;
                case SheetGround.Board:
                    pixel.Fill((x / 8 + y / 8) % 2 == 0 ? (byte)255 : (byte)204);
                    break;
                default:
                    pixel.Fill(128);
                    break;
            }
        }
        using var picture = Image.NewFromMemory(samples, width, height, bands, Enums.BandFormat.Uchar);
        return picture.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
