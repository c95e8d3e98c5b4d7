using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What the options of every network over sequences have in common.</summary>
internal static class SequenceFaults
{
    private const long MostWeights = 1 << 24; // of attention, a row
    /// <summary>Notes faults in what is read and in the layers that read it.</summary>
    public static void Reading(OptionFaults faults, SequenceEncoder? encoder, int embeddingSize, int? maximumLength)
    {
        Encoder(faults, encoder);
        faults.AtLeast(embeddingSize, 1, "EmbeddingSize");
        if (maximumLength is { } length)
            faults.AtLeast(length, 1, "MaximumLength");
    }

    /// <summary>Notes missing layers, and faults in them.</summary>
    public static void Encoder(OptionFaults faults, SequenceEncoder? encoder)
    {
        if (faults.Given(encoder, nameof(Encoder)))
            encoder!.Validate(new PartFaults(nameof(Encoder), faults.Add));
    }

    /// <summary>Notes a segment length that the layers cannot be cut into.</summary>
    public static void Segment(OptionFaults faults, int? segmentLength, SequenceEncoder? encoder, bool bidirectional)
    {
        if (segmentLength is not { } length)
            return;
        faults.AtLeast(length, 1, "SegmentLength");
        var other = encoder is null or RecurrentEncoder ? "" : $" or Encoder is a {encoder.GetType().Name}";
        if (bidirectional || other.Length > 0)
            faults.Add(
                "SegmentLength", length,
                $"null while Bidirectional is true{other}: such layers carry no state of one size from segment to segment");
    }

    /// <summary>Notes directions in which layers cannot read.</summary>
    /// <param name="faults">Receives them.</param>
    /// <param name="bidirectional">What is asked for.</param>
    /// <param name="encoder">The layers; null for any.</param>
    /// <param name="prefix">Of the option's name.</param>
    public static void Directions(OptionFaults faults, bool? bidirectional, SequenceEncoder? encoder, string prefix = "")
    {
        if (bidirectional == true && encoder is { ReadsBackwards: false })
            faults.Add(
                prefix + "Bidirectional", true,
                $"null or false for a {encoder.GetType().Name}, whose steps look both ways unless it is Causal");
    }

    /// <summary>Notes layers that see what they are to foresee, and a segment that they cannot be cut into or tell places in.</summary>
    public static void Foresight(OptionFaults faults, SequenceEncoder? encoder, int segmentLength)
    {
        faults.AtLeast(segmentLength, 1, "SegmentLength");
        if (encoder is null)
            return;
        if (encoder.SeesAhead)
            faults.Add(
                nameof(Encoder), encoder.GetType().Name, "one that sees no later step: recurrent, a transformer or an attention LSTM that "
                    + "is Causal, or delays without BothWays");
        if (encoder.LongestSequence is { } longest && segmentLength > longest)
            faults.Add("SegmentLength", segmentLength, $"at most Encoder.Positions.{nameof(LearnedPositions.MaximumLength)}, {longest}");
    }

    /// <summary>Notes an empty name of attention weights, one that is taken, and weights that there are not.</summary>
    /// <param name="faults">Receives them.</param>
    /// <param name="outputs">Has the name.</param>
    /// <param name="taken">Names of the other columns that are added.</param>
    /// <param name="without">What has no attention, in words; null if it has.</param>
    public static void Outputs(OptionFaults faults, SequenceOutputs? outputs, IEnumerable<string> taken, string? without = null)
    {
        const string name = $"Outputs.{nameof(SequenceOutputs.AttentionWeights)}";
        if (!faults.Given(outputs, "Outputs") || outputs!.AttentionWeights is not { } given)
            return;
        if (given.Length == 0)
            faults.Add(name, "\"\"", "a name, or null");
        else if (taken.Contains(given))
            faults.Add(name, $"\"{given}\"", "a name that no other column has that is added");
        if (without is not null)
            faults.Add(name, $"\"{given}\"", $"null: {without} has no attention whose weights could be shown");
    }

    /// <summary>Refuses weights of sequences that are so long that no row could hold them.</summary>
    /// <param name="outputs">Whether they are asked for.</param>
    /// <param name="looking">Steps that look.</param>
    /// <param name="read">Steps that are looked at.</param>
    /// <param name="column">The column of the latter.</param>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public static void WeightCount(SequenceOutputs outputs, long looking, long read, string column)
    {
        if (outputs.AttentionWeights is { } name && looking * read > MostWeights)
            throw new InvalidOperationException(
                $"Column '{column}' has sequences of up to {read} steps, and '{name}' would have {looking} × {read} weights a row; it must "
                    + $"be at most {MostWeights}. Cut sequences with MaximumLength, or leave Outputs.AttentionWeights out.");
    }

    /// <summary>Refuses sequences that are longer than an encoder can tell places in.</summary>
    /// <param name="encoder">The layers.</param>
    /// <param name="steps">Steps of the longest sequence.</param>
    /// <param name="column">Name of the column of the sequences.</param>
    /// <exception cref="InvalidOperationException">They are longer.</exception>
    public static void Length(SequenceEncoder encoder, int steps, string column)
    {
        if (encoder.LongestSequence is { } longest && steps > longest)
            throw new InvalidOperationException(
                $"Column '{column}' has sequences of up to {steps} steps, and Encoder.Positions."
                    + $"{nameof(LearnedPositions.MaximumLength)} is {longest}. Raise it, set MaximumLength to {longest} or fewer to read "
                    + "no further, or take other positions.");
    }

    /// <summary>Notes training options that sequences cannot use.</summary>
    /// <param name="faults">Receives them.</param>
    /// <param name="options">The options.</param>
    /// <param name="labels">Whether options that act on labels are allowed.</param>
    /// <param name="whyFloat32">What keeps the network from learning in bfloat16; null if nothing does.</param>
    public static void Training(OptionFaults faults, TrainingOptions? options, bool labels, string? whyFloat32 = null)
    {
        faults.Training(options, labels: labels, whyFloat32: whyFloat32);
        if (options is not null && options.InputNoise != 0)
            faults.Add("Training.InputNoise", options.InputNoise, "0 for sequences");
    }

    /// <summary>What reads a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="encoder">The layers.</param>
    /// <param name="bidirectional">Whether every layer also reads backwards.</param>
    /// <param name="embeddingSize">Numbers that stand for a key.</param>
    /// <param name="segmentLength">Steps through which gradients flow; null for all.</param>
    /// <param name="front">What makes features of steps that are pictures; null for none.</param>
    /// <exception cref="ArgumentException">Steps are to be pictures and are keys.</exception>
    public static SequenceEncoderArchitecture Architecture(
        SequenceInput column, SequenceEncoder encoder, bool bidirectional, int embeddingSize, int? segmentLength = null,
        ConvolutionalFront? front = null)
    {
        var shape = column.Shape;
        Length(encoder, shape.MaximumLength, column.Name);
        if (front is not null && shape.KeyCount > 0)
            throw new ArgumentException(
                $"Front is given, but the steps of column '{column.Name}' are keys; it makes features of pictures, which are vectors of "
                    + "float. Leave it out.");
        var pictures = front?.Architecture();
        return new(
            shape.KeyCount, shape.StepSize, embeddingSize,
            new RecurrentStackArchitecture(
                encoder, shape.KeyCount > 0 ? embeddingSize : pictures?.StepSize ?? shape.StepSize, bidirectional),
            segmentLength ?? 0, Front: pictures);
    }
}
