using TorchSharp.Modules;

namespace DeepML.Networks;

/// <summary>One layer of a <see cref="DenseStack"/>, by what its parts are.</summary>
/// <param name="Linear">The weighted sums.</param>
/// <param name="Norm">What normalizes them; null for none.</param>
/// <param name="Rectifier">The function behind them, if it has a weight of its own; else null.</param>
internal sealed record DenseStackLayer(Linear Linear, BatchNormalization? Norm, ParametricRectifier? Rectifier);
