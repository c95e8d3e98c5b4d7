using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A column that a network adds, with the function that makes it.</summary>
/// <typeparam name="TPass">What one pass of a batch through the network yields.</typeparam>
/// <param name="Column">The column.</param>
/// <param name="Of">The pass → a tensor of batch × <see cref="OutputColumn.Width"/> elements.</param>
internal sealed record ScoredOutput<TPass>(OutputColumn Column, Func<TPass, Tensor> Of);
