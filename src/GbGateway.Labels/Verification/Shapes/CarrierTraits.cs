namespace GbGateway.Labels.Verification.Shapes;

/// <summary>What is unusual about a carrier.</summary>
[Flags]
internal enum CarrierTraits
{
    None = 0,

    /// <summary>Behind the pixels, samples or frames instead of in the file's head.</summary>
    Late = 1,

    /// <summary>The XMP property's namespace is not that of TC260.</summary>
    OtherNamespace = 2,

    /// <summary>The XMP prefix used is not the one declared.</summary>
    UndeclaredPrefix = 4,

    /// <summary>A place that no guide names.</summary>
    UnusualPlace = 8,

    /// <summary>The field's name does not contain AIGC.</summary>
    OtherName = 16,

    /// <summary>A YAML mapping with values that are not quoted.</summary>
    Unquoted = 32,

    /// <summary>The seven keys are expected in their wrapper.</summary>
    WantsWrapper = 64,

    /// <summary>No place is named for this format, so none is wrong.</summary>
    FreePlace = 128,

    /// <summary>A name that merely contains AIGC, as members of APIs have: a value that is no object is something else, not a broken label.</summary>
    MayBeOther = 256,

    /// <summary>The members stand without anything around them that names them.</summary>
    Bare = 512,
}
