using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns, architecture and training of a recurrent network that answers once for each sequence.</summary>
public sealed record RecurrentNetworkOptions : SupervisedOptions
{
    /// <summary>Numbers per step of a vector of float.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1. Keys have one.</value>
    public int? StepSize { get; init; }

    /// <summary>What makes features of each step, where steps are pictures: frames of a film, one behind the other.</summary>
    /// <value>
    /// Null (the default) has the encoder read the numbers of a step as they are. With it a step has the numbers of one picture, whatever
    /// the column's dimensions say.
    /// </value>
    public ConvolutionalFront? Front { get; init; }

    /// <summary>Steps that are read of a sequence; what lies behind them is not read.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 32. Vectors of float do not use it.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>What reads a sequence, step by step.</summary>
    /// <value>
    /// Null (the default) takes for numbers a <see cref="TimeDelayEncoder"/> of two layers of 64 with 5 taps, which learns from few
    /// sequences where a recurrent one does not, and for keys, and with <see cref="SegmentLength"/>, an <see cref="LstmEncoder"/>. Of fewer
    /// than 1000 sequences of keys, with nothing else set, two are trained, the other a <see cref="TimeDelayEncoder"/> of 64 with 3 taps
    /// under the mean, of fewer than 500 a third, an LSTM that reads both ways under attention, and the loss on held-out rows decides; the
    /// history tells all. With a model in <see cref="Transfer"/> it is that model's encoder.
    /// </value>
    public SequenceEncoder? Encoder { get; init; }

    /// <summary>Whether every layer also reads backwards.</summary>
    /// <value>Null (the default) is false. A <see cref="TransformerEncoder"/> looks both ways by itself, and takes no true.</value>
    public bool? Bidirectional { get; init; }

    /// <summary>How the steps become one summary.</summary>
    /// <value>
    /// Null (the default) takes <see cref="SequencePooling.Attention"/> where the encoder is chosen to be a <see cref="TimeDelayEncoder"/>,
    /// <see cref="SequencePooling.Mean"/> where one that is given looks ahead, else <see cref="SequencePooling.Last"/>.
    /// </value>
    public SequencePooling? Pooling { get; init; }

    /// <summary>What is added beside the predictions.</summary>
    /// <value>
    /// By default nothing. Weights of attention need a <see cref="Pooling"/> or an <see cref="Encoder"/> that has some; where neither is
    /// set, <see cref="SequencePooling.Attention"/> is taken.
    /// </value>
    public SequenceOutputs Outputs { get; init; } = new();

    /// <summary>
    /// Steps at the end of a sequence through which gradients flow: truncated back-propagation through time. The sequences of a
    /// batch are cut at one step, where the shortest allows it: longer ones keep more, and a shortest within this length leaves all.
    /// </summary>
    /// <value>
    /// At least 1. Null (the default) for all steps; but 1,000, said in the history, where sequences of more than 2,000 steps are read
    /// in one direction to their last step by a recurrent encoder that is no <see cref="LstmEncoder"/>: those run step by step. A
    /// number that no sequence reaches keeps all steps.
    /// </value>
    public int? SegmentLength { get; init; }

    /// <summary>
    /// Layers to start from: of another network of sequences, a tagger, a translator's encoder or a language model. Encoder and
    /// <see cref="EmbeddingSize"/> must be the same. Keys whose values both know keep their numbers, others begin anew; where values are
    /// not known there must be as many keys.
    /// </summary>
    /// <value>Null (the default) starts anew.</value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>
    /// Whether a training batch is made of sequences of like length, so that few of its steps are padding: the share is "padded steps" in
    /// <see cref="EpochRecord.Metrics"/>.
    /// </summary>
    /// <value>
    /// The default is true: the rows of up to 32 batches, and of no more than a quarter of all, are sorted by length, and their batches
    /// learned from in an order drawn by chance. False draws every batch from all rows.
    /// </value>
    public bool BucketByLength { get; init; } = true;

    /// <summary>
    /// Share of the keys that each training batch does not show: they are missing there, others in every epoch (word dropout, Iyyer et
    /// al., ACL 2015).
    /// </summary>
    /// <value>In [0, 1); the default is 0. With steps that are numbers it must be 0.</value>
    public double KeyDropout { get; init; }

    /// <summary>
    /// The share of all keys from which on a key counts as frequent: a training batch leaves out of it all but √(this / its share), others
    /// in every epoch, and what is behind it moves up (Mikolov et al., NeurIPS 2013). Small ones, such as 1e-3, leave little of words
    /// like "the". Rows that are measured or scored are read as they are.
    /// </summary>
    /// <value>In (0, 1); null (the default) leaves nothing out. With steps that are numbers it must be null.</value>
    public double? FrequentKeys { get; init; }

    /// <summary>
    /// Makes the domains of rows alike in the layer before the answer, so that what is learned from the labels of one serves the others.
    /// </summary>
    /// <value>Null (the default) looks at no domains.</value>
    public DomainConfusion? DomainConfusion { get; init; }

    internal override DomainConfusion? Confusion => DomainConfusion;

    /// <summary>How the network is trained.</summary>
    /// <value>By default as long and at such a rate as suit the rows (docs/defaults.md), gradients clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new() { GradientClipNorm = 1 };

    /// <summary>How the numbers of each step are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>. Of no concern where steps are keys.</value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>By which loss numbers are learned; of no use, and refused, where classes are predicted.</summary>
    /// <value>
    /// Null (the default) for <see cref="SquaredLoss"/>; or <see cref="AbsoluteLoss"/>, <see cref="HuberLoss"/>,
    /// <see cref="QuantileLoss"/>, <see cref="PoissonLoss"/>.
    /// </value>
    public NumberLoss? Loss { get; init; }

    /// <summary>What is done with the last sum before it is a number that is predicted; refused where classes are.</summary>
    /// <value>
    /// Null (the default) for <see cref="NumberFunction.Identity"/>, with <see cref="PoissonLoss"/> for
    /// <see cref="NumberFunction.Exponential"/>. Others than the identity predict numbers in their range only, outside of which no label
    /// may lie, and labels are learned in their own unit.
    /// </value>
    public NumberFunction? OutputFunction { get; init; }

    /// <summary>
    /// Name of the column that says which labels are censored: a boolean, true where the label is only the least that the number can be,
    /// as the hours that a machine which still runs has lasted. Such a row costs only where less than its label is predicted.
    /// </summary>
    /// <value>
    /// Null (the default) for labels that are all known. Where classes are predicted, and with <see cref="PoissonLoss"/>, it is refused. At
    /// least one training row must not be censored.
    /// </value>
    public string? CensoredColumnName { get; init; }

    internal override string? Censoring => CensoredColumnName;

    internal override NumberAnswer? Numbers => NumberAnswer.Of(Loss, OutputFunction);

    internal override TrainingOptions Whole => Training;

    /// <summary>How the steps become one summary, as far as the options say: by attention where its weights are asked for.</summary>
    internal SequencePooling? SummaryBy => Pooling
        ?? (Outputs is { AttentionWeights: not null } && Encoder is not { ShowsAttention: true } ? SequencePooling.Attention : null);

    private string? WithoutAttention => SummaryBy is null or SequencePooling.Attention || Encoder is { ShowsAttention: true } ? null
        : $"Pooling.{Pooling} over {(Encoder is null ? "the default Encoder" : $"a {Encoder.GetType().Name}")}";

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        SequenceFaults.Outputs(faults, Outputs, ["Score", "PredictedLabel", "Probability"], WithoutAttention);
        faults.Defined(InputScaling, nameof(InputScaling));
        if (CensoredColumnName is "")
            faults.Add(nameof(CensoredColumnName), "\"\"", "a name, or null for labels that are all known");
        if (CensoredColumnName is not null && Loss is PoissonLoss)
            faults.Add(nameof(CensoredColumnName), $"\"{CensoredColumnName}\"", "null with PoissonLoss, whose counts are known");
        Transfer?.Validate(faults, nameof(Transfer));
        if (StepSize is { } size)
            faults.AtLeast(size, 1, nameof(StepSize));
        FrontFaults.Check(faults, Front, StepSize, InputScaling);
        faults.InHalfOpenRange(KeyDropout, 0, 1, nameof(KeyDropout));
        if (FrequentKeys is { } share && !(share is > 0 and < 1))
            faults.Add(nameof(FrequentKeys), share, "in (0, 1), or null");
        SequenceFaults.Reading(faults, Encoder ?? new LstmEncoder(), EmbeddingSize, MaximumLength);
        if (Pooling is { } pooling)
            faults.Defined(pooling, nameof(Pooling));
        SequenceFaults.Segment(faults, SegmentLength, Encoder ?? new LstmEncoder(), Bidirectional ?? false);
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        SequenceFaults.Training(faults, Training, labels: true);
    }
}
