using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted network that reads the labels of sequences: letters of pen strokes, sounds of frames, in their order.</summary>
[ArchiveKind("SequenceLabelling", version: 1)]
public sealed class SequenceLabellingTransformer
    : ScoringTransformer, IArchived<SequenceLabellingTransformer, SequenceLabellingDescription, RecurrentTaggingNetwork>
{
    private readonly SequenceLabellingDescription _description;
    private readonly RecurrentTaggingNetwork _network;

    internal SequenceLabellingTransformer(
        IHostEnvironment environment, SequenceLabellingDescription description, RecurrentTaggingNetwork network, Device device)
        : base(
            environment, description, network, device, [new SequenceInput(description.InputColumn, "input", description.Shape)],
            ScoredOutputs.Of(description.Output(), rows => Labels(network, rows[0], rows[1], description)))
    {
        _description = description;
        _network = network;
    }

    /// <summary>Number of labels.</summary>
    public int LabelCount => _description.LabelCount;

    /// <summary>Steps that are read of a sequence; what lies behind them is not.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    /// <summary>Numbers per step; 1 for keys.</summary>
    public int StepSize => _description.Shape.StepSize;

    /// <summary>Beginnings kept while labels are read; 1 joins the likeliest answers of the steps.</summary>
    public int BeamWidth => _description.BeamWidth;

    internal SequenceEncoderArchitecture Encoder => _description.Architecture.Encoder;

    /// <summary>The same network with another width of the beam. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="beamWidth">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public SequenceLabellingTransformer WithBeam(int beamWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beamWidth, 1);
        using var use = Use();
        return new SequenceLabellingTransformer(Environment, _description with { BeamWidth = beamWidth }, _network, Device);
    }

    /// <summary>How likely each label is at each step of a sequence of numbers.</summary>
    /// <param name="sequence">Steps of <see cref="StepSize"/> numbers each, one after the other.</param>
    /// <returns>For each step the probability that there is none, and those of the labels: <see cref="LabelCount"/> + 1 numbers.</returns>
    /// <exception cref="InvalidOperationException">The model reads keys.</exception>
    /// <exception cref="ArgumentException">
    /// The sequence is empty, longer than the model reads, ends within a step, or holds a number that is not finite.
    /// </exception>
    public IReadOnlyList<float[]> StepProbabilities(float[] sequence)
    {
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return RowArrays.Read(Logits(sequence).Logits[0].softmax(1));
    }

    /// <summary>log P(labels | steps): a sum over all ways of answering that leave these labels.</summary>
    /// <param name="sequence">As <see cref="StepProbabilities"/> takes it.</param>
    /// <param name="labels">Keys from 1, in their order.</param>
    /// <returns>In nats, at most 0; -∞ if the sequence has too few steps for the labels.</returns>
    /// <exception cref="InvalidOperationException">The model reads keys.</exception>
    /// <exception cref="ArgumentException">As of <see cref="StepProbabilities"/>; or a label is none of the model's.</exception>
    public double LogProbability(float[] sequence, IReadOnlyList<uint> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        foreach (var label in labels)
            if (label < 1 || label > LabelCount)
                throw new ArgumentException($"Label {label} is none of the model's, which are in [1, {LabelCount}].", nameof(labels));
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (logits, lengths) = Logits(sequence);
        if (TemporalClassification.StepsFor([.. labels.Select(label => (int)label)]) > logits.size(1))
            return double.NegativeInfinity;
        var wanted = tensor([.. labels.Select(label => (long)label)], [1, labels.Count], device: Device);
        return -TemporalClassification.Nats(logits, lengths, wanted, tensor([(long)labels.Count], device: Device)).Read<float>();
    }

    // (1, time, labels + 1), and the number of steps, (1)
    private (Tensor Logits, Tensor Lengths) Logits(float[] sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (_description.Shape.KeyCount > 0)
            throw new InvalidOperationException(
                $"Column '{_description.InputColumn}' of this model holds keys, and not numbers: score a data view.");
        if (sequence.Length == 0 || sequence.Length % StepSize != 0 || sequence.Length / StepSize > MaximumLength)
            throw new ArgumentException(
                $"The sequence has {sequence.Length} numbers; the model reads 1 to {MaximumLength} steps of {StepSize}.", nameof(sequence));
        var unusable = Array.FindIndex(sequence, number => !float.IsFinite(number));
        if (unusable >= 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Number {unusable} (counted from 0) is {sequence[unusable]}; it must be finite."),
                nameof(sequence));
        var lengths = tensor([(long)(sequence.Length / StepSize)], device: Device);
        return (_network.call(tensor(sequence, [1, sequence.Length], device: Device), lengths), lengths);
    }

    // (batch, maximum length), int64: the labels from 1, and -1 behind the end
    private static Tensor Labels(
        RecurrentTaggingNetwork network, Tensor rows, Tensor rowLengths, SequenceLabellingDescription description)
    {
        var lengths = SequenceEncoderNetwork.AtLeastOne(rowLengths);
        var logits = network.call(rows, rowLengths); // (batch, time, labels + 1)
        var found = description.BeamWidth == 1
            ? TemporalClassification.BestPath(logits, lengths)
            : Beams(logits, lengths, description.BeamWidth);
        var labels = new long[rows.size(0) * description.Shape.MaximumLength];
        Array.Fill(labels, KeySequenceOutput.None);
        for (var row = 0; row < found.Length; row++)
            found[row].CopyTo(labels, row * description.Shape.MaximumLength);
        return tensor(labels, [rows.size(0), description.Shape.MaximumLength], device: rows.device);
    }

    private static long[][] Beams(Tensor logits, Tensor lengths, int width)
    {
        var (time, classes) = ((int)logits.size(1), (int)logits.size(2));
        var probabilities = logits.log_softmax(2).ReadAll<float>();
        return [.. lengths.ReadAll<long>().Select((length, row) =>
            PrefixBeam.Find(probabilities.AsSpan(row * time * classes, (int)length * classes), classes, width))];
    }

    static SequenceLabellingTransformer IArchived<SequenceLabellingTransformer, SequenceLabellingDescription, RecurrentTaggingNetwork>.From(
        SequenceLabellingDescription description, RecurrentTaggingNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
