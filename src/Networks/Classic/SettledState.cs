using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Where the units of a network stand that was left to itself.</summary>
/// <param name="State">(batch, units).</param>
/// <param name="Steps">(batch), float32: steps after which the state of the row did not change any more.</param>
internal sealed record SettledState(Tensor State, Tensor Steps);
