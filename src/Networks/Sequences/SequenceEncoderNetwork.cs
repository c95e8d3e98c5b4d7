using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="SequenceEncoderNetwork"/>.</summary>
/// <param name="KeyCount">Number of keys; 0 if the steps are numbers.</param>
/// <param name="StepSize">Numbers per step; 1 for keys.</param>
/// <param name="EmbeddingSize">Numbers that stand for a key.</param>
/// <param name="Stack">The recurrent layers.</param>
/// <param name="SegmentLength">Steps at the end of a sequence through which gradients flow; 0 for all.</param>
/// <param name="Scaling">What is done with the numbers of each step first; none for keys.</param>
/// <param name="Front">What makes the numbers that the layers read of steps that are pictures; null for the numbers as they are.</param>
internal sealed record SequenceEncoderArchitecture(
    int KeyCount, int StepSize, int EmbeddingSize, RecurrentStackArchitecture Stack, int SegmentLength,
    ScalingForm Scaling = ScalingForm.None, PictureFrontArchitecture? Front = null);

/// <summary>Reads padded sequences of numbers or keys with recurrent layers.</summary>
internal sealed class SequenceEncoderNetwork : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "embedding")] private readonly Embedding? embedding;
    [ComponentName(Name = "front")] private readonly PictureFront? front;
    [ComponentName(Name = "recurrent")] private readonly RecurrentStack recurrent;
    private readonly SequenceEncoderArchitecture _architecture;

    /// <summary>Builds the encoder with fresh weights from torch's generator.</summary>
    /// <param name="architecture">Its sizes.</param>
    /// <param name="answersOnce">
    /// Whether one answer is learned for a whole sequence: where there are many keys, their numbers then begin small, but for a
    /// transformer, which adds places to them that would drown them. What learns from every step learns them better from large ones.
    /// </param>
    public SequenceEncoderNetwork(SequenceEncoderArchitecture architecture, bool answersOnce = false) : base("SequenceEncoder")
    {
        _architecture = architecture;
        if (architecture.Scaling != ScalingForm.None)
            scaling = new ColumnScaling(architecture.StepSize, architecture.Scaling);
        var count = architecture.KeyCount + 1L; // key 0 is a missing one
        if (architecture.KeyCount > 0)
            embedding = answersOnce && architecture.Stack.Encoder is not TransformerEncoder
                ? WeightRoom.SmallEmbedding(count, architecture.EmbeddingSize)
                : WeightRoom.Embedding(count, architecture.EmbeddingSize);
        if (architecture.Front is not null)
            front = new PictureFront(architecture.Front);
        recurrent = new RecurrentStack(architecture.Stack);
        RegisterComponents();
    }

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <summary>The numbers that stand for keys, (keys + 1, embedding); those of a missing key first.</summary>
    /// <exception cref="InvalidOperationException">The steps are numbers.</exception>
    public Tensor Embedding => embedding?.weight ?? throw new InvalidOperationException("The steps are numbers, for which nothing stands.");

    /// <summary>Lengths as the layers see them: an empty sequence counts as one step of zeros.</summary>
    /// <param name="lengths">(batch), int64.</param>
    /// <returns>(batch), int64, at least 1.</returns>
    public static Tensor AtLeastOne(Tensor lengths) => lengths.clamp_min(Numbers.One);

    /// <summary>Whether a step belongs to its sequence.</summary>
    /// <returns>(batch, time), bool.</returns>
    public static Tensor Mask(Tensor lengths, long time) => Ranges.Below(time, lengths.device).unsqueeze(0).lt(lengths.unsqueeze(1));

    /// <summary>The mean over the steps of each sequence.</summary>
    /// <param name="steps">(batch, time, output).</param>
    /// <param name="lengths">(batch), int64, each at least 1.</param>
    /// <returns>(batch, output).</returns>
    public static Tensor Mean(Tensor steps, Tensor lengths)
    {
        var weights = Mask(lengths, steps.size(1)).to(ScalarType.Float32) / lengths.unsqueeze(1); // (batch, time)
        return steps.mul(weights.unsqueeze(2)).sum(1);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor rows, Tensor lengths) => Encode(rows, lengths).Steps;

    /// <summary>Summarizes each sequence by the answer at its end.</summary>
    /// <returns>(batch, output).</returns>
    public Tensor Last(Tensor steps, Tensor lengths) => recurrent.Last(steps, lengths);

    /// <summary>The answer at each step of each sequence.</summary>
    /// <param name="rows">
    /// (batch, steps × step size): float32, or keys from 1 of int32 or int64, 0 for a missing one; where a picture is read by its places,
    /// (batch, channels, height, width).
    /// </param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    /// <param name="change">What is done with the numbers that the layers read, (batch, time, numbers); null for nothing.</param>
    /// <returns>(batch, time, output) up to the longest sequence of the batch, and the lengths, (batch).</returns>
    public (Tensor Steps, Tensor Lengths) Encode(Tensor rows, Tensor rowLengths, Func<Tensor, Tensor>? change = null)
    {
        var lengths = AtLeastOne(rowLengths);
        var time = lengths.max().Read<long>();
        var inputs = Inputs(rows, 0, time, rowLengths); // (batch, time, numbers)
        if (change is not null)
            inputs = change(inputs);
        var shortest = lengths.min().Read<long>();
        var without = training && _architecture.SegmentLength > 0 ? shortest - _architecture.SegmentLength : 0;
        var steps = without > 0 ? Truncated(inputs, without) : recurrent.Run(inputs, shortest == time ? null : lengths);
        return (steps, lengths);
    }

    /// <summary>
    /// The answer at each step, and the weights by which it looks at the others: see <see cref="RecurrentStack.Look"/>.
    /// </summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    /// <returns>
    /// (batch, time, output) and (batch, time, time), up to the longest sequence of the batch, behind the end of one they mean nothing; and
    /// the lengths, (batch).
    /// </returns>
    /// <exception cref="InvalidOperationException">The layers have no attention.</exception>
    public (Tensor Steps, Tensor Weights, Tensor Lengths) Look(Tensor rows, Tensor rowLengths)
    {
        var lengths = AtLeastOne(rowLengths);
        var time = lengths.max().Read<long>();
        var read = lengths.min().Read<long>() == time ? null : lengths;
        var (steps, weights) = recurrent.Look(Inputs(rows, 0, time, rowLengths), read);
        return (steps, weights, lengths);
    }

    /// <summary>The numbers that the recurrent layers read.</summary>
    /// <param name="rows">(batch, steps × step size).</param>
    /// <param name="start">First step.</param>
    /// <param name="count">Number of steps.</param>
    /// <param name="lengths">(batch), int64: steps of each sequence, behind which scaled numbers, and features of pictures, are 0 again;
    /// null where nothing looks there.</param>
    /// <returns>(batch, count, numbers).</returns>
    public Tensor Inputs(Tensor rows, long start, long count, Tensor? lengths = null)
    {
        if (_architecture.Front is { ReadsPlaces: true })
            return front!.Places(rows); // (batch, places, channels)
        if (embedding is not null)
            return embedding.call(rows.narrow(1, start, count).to(ScalarType.Int64)); // (batch, count, embedding)
        return front is null
            ? Scaled(rows, start, count, lengths)
            : front.Read(Scaled(rows, start, count, null), lengths); // (batch, count, features)
    }

    /// <summary>The numbers of steps, brought to like size.</summary>
    /// <inheritdoc cref="Inputs" path="/param"/>
    /// <returns>(batch, count, step size).</returns>
    public Tensor Scaled(Tensor rows, long start, long count, Tensor? lengths)
    {
        var numbers = rows.narrow(1, start * _architecture.StepSize, count * _architecture.StepSize);
        var steps = numbers.reshape(rows.size(0), count, _architecture.StepSize);
        if (scaling is null)
            return steps;
        var scaled = scaling.call(steps);
        return lengths is null ? scaled : scaled.masked_fill(Mask(lengths, count).logical_not().unsqueeze(2), Numbers.Zero);
    }

    /// <summary>Goes on from a state, for sequences in segments.</summary>
    public (Tensor Steps, Tensor[][] States) Continue(Tensor inputs, Tensor[][]? states) => recurrent.Continue(inputs, states);

    // Truncated back-propagation through time (Williams and Peng, Neural Computation 2, 1990): the first steps only set the state.
    private Tensor Truncated(Tensor inputs, long without)
    {
        var head = new List<Tensor>();
        Tensor[][]? states = null;
        using (no_grad())
        {
            for (var start = 0L; start < without; start += _architecture.SegmentLength)
            {
                var (steps, next) = recurrent.Continue(
                    inputs.narrow(1, start, Math.Min(_architecture.SegmentLength, without - start)), states);
                states = next;
                head.Add(steps);
            }
        }
        var (tail, _) = recurrent.Continue(inputs.narrow(1, without, inputs.size(1) - without), states);
        return cat([.. head, tail], 1); // (batch, time, output)
    }
}
