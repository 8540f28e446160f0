using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Reads the carriers of one container. The family is listed in <see cref="CarrierReaders"/>. Hostile bytes end the reading, never with an exception.</summary>
internal abstract class CarrierReader
{
    /// <summary>The format's name in reports.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the file is of this container; bytes decide, names lie.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> file);

    /// <summary>Adds every carrier of a label, or of what looks like one.</summary>
    public abstract void Read(ReadOnlySpan<byte> file, CarrierFindings found);
}
