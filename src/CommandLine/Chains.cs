using Microsoft.ML;

namespace DeepML.CommandLine;

/// <summary>What a model is made of.</summary>
internal static class Chains
{
    /// <summary>The transformers of a model, in their order.</summary>
    public static IEnumerable<ITransformer> Members(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Members) : [model];
}
