using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>Tells the APP11 segments of a C2PA manifest store from other JUMBF: the first of a box names it, the others share its instance number.</summary>
internal sealed class JpegManifest
{
    private HashSet<int>? _instances;

    /// <summary>Whether the segment belongs to a C2PA manifest. Segments must be asked in file order.</summary>
    public bool Holds(ReadOnlySpan<byte> file, JpegSegment segment)
    {
        var data = segment.Data(file);
        // "JP", box instance (2), packet sequence (4), then the JUMBF box
        if (segment.Marker != JpegMarker.App11 || data.Length < 16 || !data.StartsWith("JP"u8))
        {
            return false;
        }
        int instance = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        if (data[8..Math.Min(data.Length, 64)].IndexOf("c2pa"u8) >= 0)
        {
            (_instances ??= []).Add(instance);
        }
        return _instances?.Contains(instance) == true;
    }
}
