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
internal sealed record RecurrentSequenceArchitecture(SequenceEncoderArchitecture Encoder, SequencePooling Pooling, int AnswerSize);

/// <summary>Answers once for a whole sequence.</summary>
internal sealed class RecurrentSequenceNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
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
        encoder = new SequenceEncoderNetwork(architecture.Encoder);
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

    /// <summary>The answer to each sequence.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, answer).</returns>
    public override Tensor forward(Tensor rows, Tensor rowLengths)
    {
        var (steps, lengths) = encoder.Encode(rows, rowLengths); // (batch, time, output), (batch)
        return answer.call(Summary(steps, lengths));
    }

    // (batch, output)
    private Tensor Summary(Tensor steps, Tensor lengths)
    {
        if (_pooling == SequencePooling.Last)
            return encoder.Last(steps, lengths);
        var mask = SequenceEncoderNetwork.Mask(lengths, steps.size(1)); // (batch, time)
        Tensor weights;
        if (_pooling == SequencePooling.Mean)
        {
            weights = mask.to(ScalarType.Float32) / lengths.unsqueeze(1);
        }
        else
        {
            var energy = importance!.call(attention!.call(steps).tanh()).squeeze(2); // (batch, time)
            weights = energy.masked_fill(mask.logical_not(), Numbers.Kept(double.NegativeInfinity)).softmax(1);
        }
        return steps.mul(weights.unsqueeze(2)).sum(1);
    }
}
