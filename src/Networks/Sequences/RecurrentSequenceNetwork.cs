using System.Text.Json.Serialization;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="RecurrentSequenceNetwork"/>.</summary>
/// <param name="Encoder">What reads the sequences.</param>
/// <param name="Pooling">How steps become one summary.</param>
/// <param name="AnswerSize">Numbers in the answer.</param>
internal sealed record RecurrentSequenceArchitecture(SequenceEncoderArchitecture Encoder, SequencePooling Pooling, int AnswerSize)
{
    /// <summary>Whether there are weights of attention to show.</summary>
    [JsonIgnore]
    public bool ShowsAttention => Pooling == SequencePooling.Attention || Encoder.Stack.Encoder.ShowsAttention;
}

/// <summary>Answers once for a whole sequence.</summary>
internal sealed class RecurrentSequenceNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture, ILayeredNetwork, IFeatureNetwork
{
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "attention")] private readonly Linear? attention;
    [ComponentName(Name = "importance")] private readonly Linear? importance;
    [ComponentName(Name = "answer")] private readonly Linear answer;
    private readonly SequencePooling _pooling;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public RecurrentSequenceNetwork(RecurrentSequenceArchitecture architecture) : base("RecurrentSequence")
    {
        Architecture = architecture;
        _pooling = architecture.Pooling;
        var width = architecture.Encoder.Stack.OutputSize;
        encoder = new SequenceEncoderNetwork(architecture.Encoder, answersOnce: true);
        if (_pooling == SequencePooling.Attention)
        {
            attention = WeightRoom.Linear(width, width);
            importance = WeightRoom.Linear(width, 1, hasBias: false);
        }
        answer = WeightRoom.Linear(width, architecture.AnswerSize);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public ColumnScaling? Scaling => encoder.Scaling;

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames { get; } = ["steps", "summary", "answer"];

    /// <inheritdoc/>
    public int FeatureLayer => 1;

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer)
    {
        var (steps, lengths) = encoder.Encode(inputs[0], inputs[1]);
        return layer == 0 ? SequenceEncoderNetwork.Mean(steps, lengths)
            : layer == 1 ? Summary(steps, lengths) : answer.call(Summary(steps, lengths));
    }

    /// <summary>The answer to each sequence.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, answer).</returns>
    public override Tensor forward(Tensor rows, Tensor rowLengths)
    {
        return AnswerTo(FeaturesOf(rows, rowLengths));
    }

    /// <inheritdoc/>
    public int? FeatureCount => (int)answer.weight!.size(1);

    /// <inheritdoc/>
    public Tensor FeaturesOf(Tensor rows, Tensor? rowLengths)
    {
        var (steps, lengths) = encoder.Encode(rows, rowLengths!); // (batch, time, output), (batch)
        return Summary(steps, lengths);
    }

    /// <inheritdoc/>
    public Tensor AnswerTo(Tensor features) => answer.call(features);

    // (batch, output)
    private Tensor Summary(Tensor steps, Tensor lengths) => _pooling switch
    {
        SequencePooling.Last => encoder.Last(steps, lengths),
        SequencePooling.Mean => SequenceEncoderNetwork.Mean(steps, lengths),
        _ => Weighted(steps, Importance(steps, lengths)),
    };

    /// <summary>
    /// The answer to each sequence, and the weights of the last attention before it, in one pass: of the summary by
    /// <see cref="SequencePooling.Attention"/>, else of the encoder's last layer, of which each step looks at all.
    /// </summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, answer); and (batch, time) or (batch, time, time), up to the longest sequence of the batch.</returns>
    /// <exception cref="InvalidOperationException">There is no attention.</exception>
    public (Tensor Answer, Tensor Weights) Look(Tensor rows, Tensor rowLengths)
    {
        if (_pooling == SequencePooling.Attention)
        {
            var (read, counts) = encoder.Encode(rows, rowLengths); // (batch, time, output), (batch)
            var importance = Importance(read, counts);
            return (AnswerTo(Weighted(read, importance)), importance);
        }
        var (steps, weights, lengths) = encoder.Look(rows, rowLengths);
        return (AnswerTo(Summary(steps, lengths)), weights);
    }

    // (batch, time, output), (batch, time) → (batch, output)
    private static Tensor Weighted(Tensor steps, Tensor weights) => steps.mul(weights.unsqueeze(2)).sum(1);

    // (batch, time)
    private Tensor Importance(Tensor steps, Tensor lengths)
    {
        var mask = SequenceEncoderNetwork.Mask(lengths, steps.size(1)); // (batch, time)
        var energy = importance!.call(attention!.call(steps).tanh()).squeeze(2); // (batch, time)
        return energy.masked_fill(mask.logical_not(), Numbers.Kept(double.NegativeInfinity)).softmax(1);
    }
}
