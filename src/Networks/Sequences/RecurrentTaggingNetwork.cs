using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="RecurrentTaggingNetwork"/>.</summary>
/// <param name="Encoder">What reads the sequences.</param>
/// <param name="TagCount">Number of tags; or of numbers, where a step is answered by numbers.</param>
internal sealed record RecurrentTaggingArchitecture(SequenceEncoderArchitecture Encoder, int TagCount);

/// <summary>Answers at every step of a sequence.</summary>
internal sealed class RecurrentTaggingNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture, ILayeredNetwork
{
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "answer")] private readonly Linear answer;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public RecurrentTaggingNetwork(RecurrentTaggingArchitecture architecture) : base("RecurrentTagging")
    {
        Architecture = architecture;
        encoder = new SequenceEncoderNetwork(architecture.Encoder);
        answer = WeightRoom.Linear(architecture.Encoder.Stack.OutputSize, architecture.TagCount);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public ColumnScaling? Scaling => encoder.Scaling;

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames { get; } = ["steps"];

    /// <inheritdoc/>
    public int FeatureLayer => 0;

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer)
    {
        var (steps, lengths) = encoder.Encode(inputs[0], inputs[1]);
        return SequenceEncoderNetwork.Mean(steps, lengths);
    }

    /// <summary>The logits of the tags, or the numbers, at each step; behind the end of a sequence they mean nothing.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, time, tags), up to the longest sequence of the batch.</returns>
    public override Tensor forward(Tensor rows, Tensor lengths) => answer.call(encoder.call(rows, lengths));

    /// <summary>The answers, and the weights by which each step looks at the others in the encoder's last layer, in one pass.</summary>
    /// <inheritdoc cref="SequenceEncoderNetwork.Look" path="/param|/exception"/>
    /// <returns>(batch, time, tags), (batch, time, time).</returns>
    public (Tensor Answer, Tensor Weights) Look(Tensor rows, Tensor rowLengths)
    {
        var (steps, weights, _) = encoder.Look(rows, rowLengths);
        return (answer.call(steps), weights);
    }

    /// <summary>The answers to a segment, going on from a state.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="start">First step of the segment.</param>
    /// <param name="count">Steps in it.</param>
    /// <param name="states">The state before it; null at the start.</param>
    public (Tensor Answers, Tensor[][] States) Segment(Tensor rows, long start, long count, Tensor[][]? states)
    {
        var (steps, next) = encoder.Continue(encoder.Inputs(rows, start, count), states);
        return (answer.call(steps), next); // (batch, count, tags)
    }
}
