using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The network of a step that prepares data: there is nothing in it.</summary>
internal sealed class NoWeights() : nn.Module("NoWeights");
