using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>What rebuilds a <see cref="TaskReader"/>: layers of one kind.</summary>
/// <param name="Rows">The layers that read pictures, or rows of numbers; null where there are others.</param>
/// <param name="Sequences">The layers that read sequences; null where there are others.</param>
internal sealed record TaskReaderArchitecture(EmbeddingArchitecture? Rows, RecurrentSequenceArchitecture? Sequences)
{
    /// <summary>Numbers of the vector that a row becomes.</summary>
    internal int VectorSize => Rows?.EmbeddingSize ?? Sequences!.AnswerSize;

    /// <summary>What is done with numbers first.</summary>
    internal ScalingForm Scaling => Rows?.Scaling ?? Sequences!.Encoder.Scaling;
}

/// <summary>Turns pictures, sequences or rows of numbers into the vectors that the hidden layers of tasks read.</summary>
internal sealed class TaskReader : Module<Tensor, Tensor?, Tensor>
{
    [ComponentName(Name = "rows")] private readonly EmbeddingNetwork? rows;
    [ComponentName(Name = "sequences")] private readonly RecurrentSequenceNetwork? sequences;
    [ComponentName(Name = "function")] private readonly Module<Tensor, Tensor>? function;

    /// <summary>Builds the layers with fresh weights from torch's generator.</summary>
    /// <param name="architecture">The layers.</param>
    /// <param name="activation">What is done with the numbers of the vector.</param>
    /// <exception cref="ArgumentException">A layer does not fit what comes out of the one before.</exception>
    public TaskReader(TaskReaderArchitecture architecture, Activation activation) : base("TaskReader")
    {
        if (architecture.Rows is { } embedding)
            rows = new EmbeddingNetwork(embedding);
        else
            sequences = new RecurrentSequenceNetwork(architecture.Sequences!);
        function = Activations.Create(activation);
        RegisterComponents();
    }

    /// <summary>The layers: of a convolutional network, a multilayer perceptron or a network of sequences.</summary>
    public Module Network => (Module?)sequences ?? rows!.Body!;

    /// <summary>What is done with numbers first; null for nothing.</summary>
    public ColumnScaling? Scaling => rows is null ? sequences!.Scaling : rows.Scaling;

    /// <summary>Whether a training batch of one row cannot be normalized.</summary>
    public bool NeedsTwoRows => rows is { NeedsTwoRows: true };

    /// <summary>The vector of each row.</summary>
    /// <param name="input">(batch, input), (batch, channels, height, width), or sequences, (batch, steps × step size).</param>
    /// <param name="lengths">Steps of each sequence, (batch), int64; null where rows are none.</param>
    /// <returns>(batch, vector).</returns>
    public override Tensor forward(Tensor input, Tensor? lengths)
    {
        var vectors = rows is null ? sequences!.call(input, lengths!) : rows.call(input);
        return function is null ? vectors : function.call(vectors);
    }
}
