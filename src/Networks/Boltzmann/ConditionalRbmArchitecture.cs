using System.Text.Json.Serialization;

namespace DeepML.Networks;

/// <summary>The sizes and units that rebuild a <see cref="ConditionalRbmNetwork"/>.</summary>
/// <param name="Machine">The machine of one frame.</param>
/// <param name="PastFrames">Frames before it that are read.</param>
internal sealed record ConditionalRbmArchitecture(RbmArchitecture Machine, int PastFrames)
{
    /// <summary>Numbers of a frame.</summary>
    [JsonIgnore]
    public int FrameSize => Machine.VisibleSize;

    /// <summary>Numbers of a row: the past, oldest frame first, and the present.</summary>
    [JsonIgnore]
    public int RowSize => (PastFrames + 1) * FrameSize;
}
