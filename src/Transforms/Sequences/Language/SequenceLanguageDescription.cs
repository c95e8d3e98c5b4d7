using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a language model over keys beside its weights.</summary>
/// <param name="OutputColumn">Name of the bits per token.</param>
/// <param name="InputColumn">Name of the sequences.</param>
/// <param name="Shape">What that column holds.</param>
/// <param name="Architecture">The network.</param>
/// <param name="ContextLength">Tokens that it looks back on; of no concern where it carries a state of one size.</param>
/// <param name="Values">The values behind the keys; null if there are none.</param>
/// <param name="History">What happened in training.</param>
internal sealed record SequenceLanguageDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, TokenLanguageArchitecture Architecture, int ContextLength,
    KeyValues? Values, TrainingHistory History)
    : IModelDescription<TokenLanguageNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        LanguageChecks.Check(Architecture, ContextLength);
        Sound.InRange(Shape.KeyCount, 1, Sound.MostNumbers - TokenTexts.Others, "KeyCount");
        Sound.Same(Shape.StepSize, 1, "the numbers of a key and of a step");
        Sound.Size(Shape.MaximumLength, nameof(Shape.MaximumLength));
        Sound.Same(Architecture.TokenCount, (long)Shape.KeyCount + TokenTexts.Others, "the numbers of tokens in network and column");
        Values?.Check(Shape.KeyCount);
    }

    /// <inheritdoc/>
    public TokenLanguageNetwork CreateNetwork() => new(Architecture);
}
