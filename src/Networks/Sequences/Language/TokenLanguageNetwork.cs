using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Predicts each token of a sequence from those before it (Bengio et al., J. Mach. Learn. Res. 3, 2003).</summary>
/// <remarks>Token 0 stands before, between and behind sequences.</remarks>
internal sealed class TokenLanguageNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    private const double TiedDeviation = 0.1; // answers are products with these numbers: of unit size they would be sure of themselves
    [ComponentName(Name = "embedding")] private readonly Embedding embedding;
    [ComponentName(Name = "recurrent")] private readonly RecurrentStack recurrent;
    [ComponentName(Name = "answer")] private readonly Linear? answer;
    [ComponentName(Name = "between")] private readonly Linear? between;
    [ComponentName(Name = "bias")] private readonly Parameter? bias;
    [ComponentName(Name = "dropout")] private readonly Dropout dropout;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public TokenLanguageNetwork(TokenLanguageArchitecture architecture) : base("TokenLanguage")
    {
        Language = architecture;
        var a = architecture;
        embedding = WeightRoom.Embedding(a.TokenCount, a.EmbeddingSize);
        recurrent = new RecurrentStack(a.Stack);
        if (a.TiedWeights)
        {
            init.normal_(embedding.weight!, 0, TiedDeviation);
            if (a.Stack.OutputSize != a.EmbeddingSize)
                between = WeightRoom.Linear(a.Stack.OutputSize, a.EmbeddingSize);
            bias = new Parameter(WeightRoom.Zeros(a.TokenCount));
        }
        else
        {
            answer = WeightRoom.Linear(a.Stack.OutputSize, a.TokenCount);
        }
        dropout = Dropout(a.Dropout);
        RegisterComponents();
    }

    /// <summary>The sizes that rebuild it.</summary>
    public TokenLanguageArchitecture Language { get; }

    /// <inheritdoc/>
    public object Architecture => Language;

    /// <summary>Logits of the token that follows each one, from the start of a sequence.</summary>
    /// <param name="tokens">(batch, time), int64.</param>
    /// <returns>(batch, time, tokens).</returns>
    public override Tensor forward(Tensor tokens) => Answer(recurrent.Run(Read(tokens), null));

    /// <summary>The same, going on from a state.</summary>
    /// <param name="tokens">(batch, time), int64.</param>
    /// <param name="states">What this method returned before; null at the start of a sequence.</param>
    public (Tensor Logits, Tensor[][] States) Continue(Tensor tokens, Tensor[][]? states)
    {
        var (steps, next) = recurrent.Continue(Read(tokens), states);
        return (Answer(steps), next);
    }

    // (batch, time, embedding)
    private Tensor Read(Tensor tokens) => dropout.call(embedding.call(tokens));

    // (batch, time, output) → (batch, time, tokens)
    private Tensor Answer(Tensor steps)
    {
        var left = dropout.call(steps);
        if (answer is not null)
            return answer.call(left);
        return functional.linear(between is null ? left : between.call(left), embedding.weight!, bias);
    }
}
