using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What must hold of the language models that files describe.</summary>
internal static class LanguageChecks
{
    /// <summary>The layers see no later step, and their context is long enough and not too long.</summary>
    /// <exception cref="FormatException">Something does not hold.</exception>
    public static void Check(TokenLanguageArchitecture a, int contextLength)
    {
        ArchitectureChecks.Check(a.Stack, nameof(a.Stack));
        Sound.That(!a.Stack.Bidirectional && !a.Stack.Encoder.SeesAhead, "its layers do not read forwards only");
        Sound.Same(a.EmbeddingSize, a.Stack.InputSize, "the numbers of a token and those that the layers read");
        Sound.Size(a.TokenCount, nameof(a.TokenCount));
        ArchitectureChecks.Share(a.Dropout, nameof(a.Dropout));
        Sound.InRange(contextLength, a.CarriesState ? 0 : 1, a.Stack.Encoder.LongestSequence ?? Sound.MostNumbers, "ContextLength");
    }
}
