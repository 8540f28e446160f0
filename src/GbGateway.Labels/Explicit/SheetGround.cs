namespace GbGateway.Labels.Explicit;

/// <summary>What a picture of a <see cref="LabelContactSheet"/> shows.</summary>
internal enum SheetGround
{
    Bright,
    Dark,
    Busy,
    Gray,

    /// <summary>Nothing at all: shown on a chess board.</summary>
    Transparent,

    /// <summary>The chess board itself.</summary>
    Board,
}
