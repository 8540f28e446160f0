using System.Runtime.CompilerServices;
using GbGateway.Labels.Media;

namespace GbGateway.Labels.Explicit;

/// <summary>A stamp and its place in the picture AS STORED: turned so that it reads upright at the ordered corner as shown.</summary>
/// <param name="Stamp">The stamp, already turned.</param>
/// <param name="X">Its left column in the stored picture.</param>
/// <param name="Y">Its top row in the stored picture.</param>
public readonly record struct PlacedStamp(Stamp Stamp, int X, int Y)
{
    // A phone's pictures are all turned alike: each turn of a stamp is made once and lives as long as the stamp.
    private static readonly ConditionalWeakTable<Stamp, Stamp?[]> Turned = [];

    /// <summary>The explicit label of one picture: wording, size, margin, corner and orientation settled.</summary>
    /// <param name="wording">The wording, such as <c>AI生成</c>.</param>
    /// <param name="position">The corner, as shown.</param>
    /// <param name="facts">The picture's size as stored, and its orientation.</param>
    /// <param name="font">The font, or null for the embedded one.</param>
    public static PlacedStamp For(string wording, LabelPosition position, MediaFacts facts, LabelFont? font = null)
    {
        var turned = facts.Orientation >= 5;
        var width = turned ? facts.Height : facts.Width;
        var height = turned ? facts.Width : facts.Height;
        var stamp = StampCache.For(wording, width, height, font);
        var margin = MarginFor(width, height);
        var (x, y) = Locate(stamp, width, height, position, margin);
        return facts.Orientation is > 1 and <= 8 ? Turn(stamp, x, y, facts) : new PlacedStamp(stamp, x, y);
    }

    /// <summary>The default distance of the plate from the picture's edges: 1/128 of the shortest side, 8 pixels at 1024.</summary>
    public static int MarginFor(int width, int height) => Math.Min(width, height) / 128;

    /// <summary>The stamp's place as shown. The margin gives way where the picture has no room for it.</summary>
    public static (int X, int Y) Locate(Stamp stamp, int width, int height, LabelPosition position, int margin)
    {
        var left = position is LabelPosition.TopLeft or LabelPosition.BottomLeft;
        var top = position is LabelPosition.TopLeft or LabelPosition.TopRight;
        var roomX = width - stamp.Width;
        var roomY = height - stamp.Height;
        var marginX = Math.Min(margin, roomX);
        var marginY = Math.Min(margin, roomY);
        return (left ? marginX : roomX - marginX, top ? marginY : roomY - marginY);
    }

    private static PlacedStamp Turn(Stamp shown, int x, int y, MediaFacts facts)
    {
        var turns = Turned.GetValue(shown, static _ => new Stamp?[9]);
        var stamp = turns[facts.Orientation] ??= OrientedStamp.Turn(shown, facts.Orientation);
        var (left, top) = OrientedStamp.Place(facts.Orientation, facts.Width, facts.Height, shown, x, y);
        return new PlacedStamp(stamp, left, top);
    }
}
