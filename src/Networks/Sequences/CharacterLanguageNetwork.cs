using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="CharacterLanguageNetwork"/>.</summary>
/// <param name="CharacterCount">Number of characters, the end of a text included.</param>
/// <param name="EmbeddingSize">Numbers that stand for a character.</param>
/// <param name="Stack">The recurrent layers.</param>
internal sealed record CharacterLanguageArchitecture(int CharacterCount, int EmbeddingSize, RecurrentStackArchitecture Stack);

/// <summary>Predicts each character of a text from those before it (Sutskever, Martens and Hinton, ICML 2011).</summary>
internal sealed class CharacterLanguageNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "embedding")] private readonly Embedding embedding;
    [ComponentName(Name = "recurrent")] private readonly RecurrentStack recurrent;
    [ComponentName(Name = "answer")] private readonly Linear answer;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public CharacterLanguageNetwork(CharacterLanguageArchitecture architecture) : base("CharacterLanguage")
    {
        Architecture = architecture;
        embedding = WeightRoom.Embedding(architecture.CharacterCount, architecture.EmbeddingSize);
        recurrent = new RecurrentStack(architecture.Stack);
        answer = WeightRoom.Linear(architecture.Stack.OutputSize, architecture.CharacterCount);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>Logits of the character that follows each one, from the start of a text.</summary>
    /// <param name="characters">(batch, time), int64.</param>
    /// <returns>(batch, time, characters).</returns>
    public override Tensor forward(Tensor characters) => Continue(characters, null).Logits;

    /// <summary>The same, going on from a state.</summary>
    /// <param name="characters">(batch, time), int64.</param>
    /// <param name="states">What this method returned before; null at the start of a text.</param>
    public (Tensor Logits, Tensor[][] States) Continue(Tensor characters, Tensor[][]? states)
    {
        var (steps, next) = recurrent.Continue(embedding.call(characters), states);
        return (answer.call(steps), next);
    }
}
