namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>One block of a <see cref="LabelRun"/>.</summary>
internal struct RunBlock
{
    public byte Component;

    /// <summary>Whether the label lies on it, so that it may be changed.</summary>
    public bool IsTouched;

    /// <summary>Its last coefficient that isn't zero, zigzag.</summary>
    public byte Last;
}
