using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Turns rows into vectors by whose distances they are compared. Without layers a row is its own vector.</summary>
internal sealed class EmbeddingNetwork : Module<Tensor, Tensor>, IHasArchitecture, IKnowsLargestProduct
{
    /// <summary>Squared length below which a vector has no direction.</summary>
    public const double Shortest = 1e-12;

    [ComponentName(Name = "body")] private readonly Module<Tensor, Tensor>? body;
    [ComponentName(Name = "sequences")] private readonly RecurrentSequenceNetwork? sequences;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    /// <exception cref="ArgumentException">A layer does not fit what comes out of the one before.</exception>
    public EmbeddingNetwork(EmbeddingArchitecture architecture) : base("Embedding")
    {
        Architecture = architecture;
        body = architecture switch
        {
            { Dense: { } dense } => new MultilayerPerceptronNetwork(dense),
            { Pictures: { } pictures } => new ConvolutionalNetwork(pictures),
            _ => null,
        };
        if (architecture.Sequences is { } reading)
            sequences = new RecurrentSequenceNetwork(reading);
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and functions.</summary>
    public EmbeddingArchitecture Architecture { get; }

    /// <inheritdoc/>
    public long LargestProduct => sequences is not null ? 0 : (body as IKnowsLargestProduct)?.LargestProduct ?? Architecture.EmbeddingSize;

    /// <summary>The layers; null for none.</summary>
    public Module? Body => (Module?)body ?? sequences;

    /// <summary>What is done with numbers first; null for nothing.</summary>
    public ColumnScaling? Scaling => (body as MultilayerPerceptronNetwork)?.Scaling ?? sequences?.Scaling;

    /// <summary>Whether a training batch of one row cannot be normalized.</summary>
    public bool NeedsTwoRows => body is INeedsRows { NeedsTwoRows: true };

    /// <summary>Rows of vectors of length 1 in the same directions; a row of zeros stays one.</summary>
    /// <param name="vectors">(rows, numbers).</param>
    public static Tensor Directions(Tensor vectors) =>
        vectors / vectors.Squared().sum(1L, keepdim: true).clamp_min(Numbers.Kept(Shortest)).sqrt();

    /// <summary>The vector of each row that is no sequence.</summary>
    /// <param name="input">(batch, input), or (batch, channels, height, width).</param>
    /// <returns>(batch, embedding).</returns>
    public override Tensor forward(Tensor input) => Embed(input, null);

    /// <summary>The vector of each row.</summary>
    /// <param name="input">(batch, input), (batch, channels, height, width), or sequences, (batch, steps × step size).</param>
    /// <param name="lengths">Steps of each sequence, (batch), int64; null where rows are none.</param>
    /// <returns>(batch, embedding).</returns>
    public Tensor Embed(Tensor input, Tensor? lengths)
    {
        var embedded = sequences?.call(input, lengths!) ?? body?.call(input) ?? input.flatten(1);
        return Architecture.UnitLength ? Directions(embedded) : embedded;
    }
}
