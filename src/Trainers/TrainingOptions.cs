using DeepML.Trainers;

namespace DeepML;

/// <summary>How a network is trained. The same record serves every architecture; <c>Fit</c> never changes it.</summary>
/// <remarks>
/// Without <see cref="Epochs"/> the fit decides how long to train and by what rate: it holds rows out, finds a rate, trains until those
/// rows get no better and keeps the best weights (docs/defaults.md). What it chose is in <see cref="TrainingHistory.Chosen"/>, and each
/// choice can be set by hand. Whoever sets the epochs gets what the options say and nothing else.
/// </remarks>
public sealed record TrainingOptions
{
    private const int MostThreads = 4096;

    /// <summary>Passes over the training rows.</summary>
    /// <value>At least 1; null (the default) trains until held-out rows get no better, within a budget that follows from the sizes.</value>
    public int? Epochs { get; init; }

    /// <summary>Rows per batch.</summary>
    /// <value>
    /// At least 1; null (the default) is 32, and where the epochs are null too, the power of two nearest to the square root of the
    /// rows, in [8, 1024].
    /// </value>
    public int? BatchSize { get; init; }

    /// <summary>Batches whose gradients are averaged, by rows, into one step of the optimizer.</summary>
    /// <value>At least 1; the default is 1. What is left at the end of an epoch makes a step of its own.</value>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>The rule that turns gradients into steps.</summary>
    /// <value>The default is <see cref="AdamOptimizer"/>.</value>
    public OptimizerOptions Optimizer { get; init; } = new AdamOptimizer();

    /// <summary>Step size of the optimizer, before the schedule scales it.</summary>
    /// <value>
    /// Above 0; null (the default) is 0.001, and where the epochs are null too, a rate found by trial steps (Smith,
    /// arXiv:1506.01186).
    /// </value>
    public double? LearningRate { get; init; }

    /// <summary>How the learning rate moves during training.</summary>
    /// <value>
    /// Null (the default) is <see cref="ConstantSchedule"/>, and where the epochs are null too, <see cref="CosineSchedule"/>.
    /// </value>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Weight of the L2 penalty: this times each weight is added to its gradient (AdamW: taken off the weight itself).</summary>
    /// <value>At least 0; the default is 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>Weight of the L1 penalty: this times the sign of each weight is added to its gradient.</summary>
    /// <value>At least 0; the default is 0.</value>
    public double L1 { get; init; }

    /// <summary>Largest Euclidean norm of all gradients together; longer ones are shortened to it (Pascanu et al., ICML 2013).</summary>
    /// <value>Above 0; null (the default) leaves gradients as they are.</value>
    public double? GradientClipNorm { get; init; }

    /// <summary>
    /// Largest Euclidean norm of the weights that lead to one unit, without its bias: longer ones are shortened to it after each step
    /// (Srivastava et al., JMLR 15, 2014, section 5.1). Of weights with two dimensions or more each row is one: of a layer those of a unit,
    /// of a convolution a filter, of an embedding the numbers of a key.
    /// </summary>
    /// <value>Above 0, about 3 with dropout; null (the default) sets no limit.</value>
    public double? MaximumWeightNorm { get; init; }

    /// <summary>
    /// Share of the weights, without biases, that are set to 0 in each training batch, the others being scaled up: DropConnect (Wan et al.,
    /// ICML 2013), with one draw for a batch.
    /// </summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double DropConnect { get; init; }

    /// <summary>Standard deviation of the normal noise that each training batch finds on the weights (Graves, NeurIPS 2011).</summary>
    /// <value>At least 0, in the unit of the weights; the default is 0.</value>
    public double WeightNoise { get; init; }

    /// <summary>
    /// What a running mean of the weights keeps of itself with each batch; held-out rows are measured with the mean, and the mean is kept
    /// (Polyak and Juditsky 1992). Of the first batches it keeps less: b / (b + 10) of b batches.
    /// </summary>
    /// <value>
    /// In (0, 1), such as 0.999 over thousands of batches; null (the default) keeps the weights as they end. Losses of training rows are
    /// those of the weights that learn.
    /// </value>
    public double? WeightAverageDecay { get; init; }

    /// <summary>
    /// Standard deviation of the normal noise on gradients in the first step, behind clipping; in step t it is this over t^0.275
    /// (Neelakantan et al., arXiv:1511.06807).
    /// </summary>
    /// <value>At least 0, in the unit of the gradients; the default is 0.</value>
    public double GradientNoise { get; init; }

    /// <summary>
    /// Whether the length of each layer's gradient is measured, before it is clipped, and in networks of sequences of numbers that of eight
    /// stretches of the steps: <see cref="EpochRecord.Metrics"/> "gradient norm …". <see cref="TrainingHistory.VanishingGradients"/> names
    /// those that next to nothing reaches.
    /// </summary>
    /// <value>The default is false.</value>
    public bool MeasureGradients { get; init; }

    /// <summary>
    /// Whether a fit warns of fewer rows than the square of the number of weights: an old rule of thumb, which most networks break and
    /// held-out rows make needless.
    /// </summary>
    /// <value>The default is false.</value>
    public bool WarnOfFewRows { get; init; }

    /// <summary>Standard deviation of the normal noise added to the inputs of each training batch.</summary>
    /// <value>At least 0, in the unit of the inputs; the default is 0.</value>
    public double InputNoise { get; init; }

    /// <summary>
    /// Noise on the labels of each training batch: for classes the share of labels that are replaced by a random class, for
    /// numbers the standard deviation of normal noise.
    /// </summary>
    /// <value>At least 0, for classes at most 1; the default is 0.</value>
    public double LabelNoise { get; init; }

    /// <summary>Share of each class label's weight that is spread evenly over all classes (Szegedy et al., arXiv:1512.00567).</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double LabelSmoothing { get; init; }

    /// <summary>Weight of each class in the loss, in the order of the label's keys (for a boolean label: false, true).</summary>
    /// <value>One positive number per class; null (the default) weighs all alike.</value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Share of the rows held out to measure the validation loss; chosen by the seed, never trained on.</summary>
    /// <value>
    /// In [0, 1). Null (the default) is 0, and where the epochs are null too, a tenth of the rows, at least 30 (none of fewer than 150);
    /// a multilayer perceptron holds each of few rows out once (<c>MultilayerPerceptronOptions.Repeats</c>).
    /// A validation set given to <c>Fit</c> takes its place.
    /// </value>
    public double? ValidationFraction { get; init; }

    /// <summary>Ends training when the loss no longer falls.</summary>
    /// <value>Null (the default) does every planned epoch; where the epochs are null too, it stops by the held-out rows.</value>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Bytes that the training rows may take in memory; more rows than fit are streamed again in every epoch.</summary>
    /// <value>At least 1 MiB; the default is 1 GiB (1 &lt;&lt; 30).</value>
    public long MemoryBudget { get; init; } = 1L << 30;

    /// <summary>Threads that share one operation on the processor.</summary>
    /// <value>
    /// At least 1; null (the default) takes as many as the sizes of network and batch (and of transformers the steps) keep busy: one
    /// for small networks, which a second
    /// would slow down. The number is in <see cref="TrainingHistory.Threads"/>; with another one, sums may round otherwise.
    /// </value>
    public int? Threads { get; init; }

    /// <summary>In which numbers the network multiplies while it learns and is measured.</summary>
    /// <value>
    /// The default is <see cref="Precision.Float32"/>. <see cref="Precision.BFloat16"/> is about twice as fast for large convolutions,
    /// wide layers and LSTMs, and slower for small networks; it needs a processor with instructions for it, and is refused for networks
    /// that learn by sampling or by slopes of slopes.
    /// </value>
    public Precision Precision { get; init; }

    /// <summary>Processes that train together: each takes its share of every batch (docs/distributed.md).</summary>
    /// <value>Null (the default) trains in this process alone; <c>MpiDistribution.Join()</c> joins those that mpirun has started.</value>
    public TrainingDistribution? Distribution { get; init; }

    /// <summary>Fixes initial weights, order of rows and every other draw.</summary>
    /// <value>Null (the default) draws it from the <c>MLContext</c>, whose own seed then fixes the run.</value>
    public int? Seed { get; init; }

    /// <summary>Longest time that the training of one <c>Fit</c> may take; it is looked at after every batch.</summary>
    /// <value>Above zero; null (the default) sets no limit.</value>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Stops the training after the current batch.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>What <c>Fit</c> does when training was cancelled, ran out of time, or met a loss that is not a number.</summary>
    /// <value>The default is <see cref="StopBehavior.ReturnBest"/>.</value>
    public StopBehavior WhenStopped { get; init; }

    /// <summary>Folder for checkpoints, made if it is not there; each fit needs its own.</summary>
    /// <value>Null (the default) writes none.</value>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Time between two checkpoints; one more is written at the end.</summary>
    /// <value>At least zero, which writes one after every batch; the default is 30 seconds.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a fit takes up the checkpoints it finds in <see cref="CheckpointDirectory"/>, instead of starting anew.</summary>
    /// <value>The default is true.</value>
    public bool Resume { get; init; } = true;

    /// <summary>Receives every finished epoch, and once a second the state within long ones, on the training thread.</summary>
    /// <value>Null by default; epochs reach <c>MLContext.Log</c> all the same.</value>
    public IProgress<EpochProgress>? Progress { get; init; }

    /// <summary>Code of your own that accompanies the training, may look at its history and may end it; called in this order.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>
    /// Share of the usual work that a training may take whose epochs are left open, where several are made to choose from.
    /// </summary>
    internal double WorkShare { get; init; } = 1;

    /// <summary>The planned epochs, of options that have been filled in.</summary>
    internal int EpochCount => Epochs ?? throw new InvalidOperationException("These options have not been filled in.");

    /// <summary>Rows per batch.</summary>
    internal int RowsPerBatch => BatchSize ?? TrainingBudget.UsualBatchSize;

    /// <summary>The learning rate before schedule and trial steps scale it.</summary>
    internal double BaseRate => LearningRate ?? TrainingBudget.UsualRate;

    /// <summary>The processes that train together; null where this one trains alone.</summary>
    internal TrainingDistribution? Ranks => Distribution is { Size: > 1 } several ? several : null;

    /// <summary>The schedule in force.</summary>
    internal LearningRateSchedule ScheduleInForce => Schedule ?? new ConstantSchedule();

    /// <summary>Share of the rows held out where a family splits them itself.</summary>
    internal double HeldOutShare => ValidationFraction ?? (Epochs is null ? TrainingBudget.HeldOutShare(null) : 0);

    internal void Validate(OptionFaults faults, string name, bool labels = true, string? whyFloat32 = null)
    {
        if (Epochs is { } epochs)
            faults.AtLeast(epochs, 1, $"{name}.{nameof(Epochs)}", int.MaxValue);
        if (BatchSize is { } rows)
            faults.AtLeast(rows, 1, $"{name}.{nameof(BatchSize)}");
        faults.AtLeast(GradientAccumulation, 1, $"{name}.{nameof(GradientAccumulation)}");
        if (Threads is { } threads)
            faults.AtLeast(threads, 1, $"{name}.{nameof(Threads)}", MostThreads);
        faults.Defined(Precision, $"{name}.{nameof(Precision)}");
        if (whyFloat32 is not null && Precision == Precision.BFloat16)
            faults.Add($"{name}.{nameof(Precision)}", Precision, $"Float32 for {whyFloat32}");
        if (LearningRate is { } rate)
            faults.Above(rate, 0, $"{name}.{nameof(LearningRate)}");
        if (faults.Given(Optimizer, $"{name}.{nameof(Optimizer)}"))
        {
            Optimizer.Validate(faults, $"{name}.{nameof(Optimizer)}");
            if (Optimizer.SearchesSteps)
                WholeBatch.Validate(this, faults, name);
        }
        Schedule?.Validate(faults, $"{name}.{nameof(Schedule)}");
        EarlyStopping?.Validate(faults, $"{name}.{nameof(EarlyStopping)}");
        ValidatePenalties(faults, name, labels);
        faults.InHalfOpenRange(ValidationFraction ?? 0, 0, 1, $"{name}.{nameof(ValidationFraction)}");
        faults.AtLeast(MemoryBudget, 1L << 20, $"{name}.{nameof(MemoryBudget)}");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero)
            faults.Add($"{name}.{nameof(TimeLimit)}", limit, "above 0");
        if (CheckpointInterval < TimeSpan.Zero)
            faults.Add($"{name}.{nameof(CheckpointInterval)}", CheckpointInterval, "at least 0");
        if (CheckpointDirectory is { } folder && string.IsNullOrWhiteSpace(folder))
            faults.Add($"{name}.{nameof(CheckpointDirectory)}", "\"" + folder + "\"", "a folder's path, or null");
        faults.Defined(WhenStopped, $"{name}.{nameof(WhenStopped)}");
        if (faults.Given(Callbacks, $"{name}.{nameof(Callbacks)}") && Callbacks.Contains(null!))
            faults.Add($"{name}.{nameof(Callbacks)}", "a list with null in it", "a list of callbacks");
    }

    private void ValidatePenalties(OptionFaults faults, string name, bool labels)
    {
        faults.AtLeast(WeightDecay, 0, $"{name}.{nameof(WeightDecay)}");
        faults.AtLeast(L1, 0, $"{name}.{nameof(L1)}");
        if (GradientClipNorm is { } norm)
            faults.Above(norm, 0, $"{name}.{nameof(GradientClipNorm)}");
        if (MaximumWeightNorm is { } longest)
            faults.Above(longest, 0, $"{name}.{nameof(MaximumWeightNorm)}");
        faults.InHalfOpenRange(DropConnect, 0, 1, $"{name}.{nameof(DropConnect)}");
        if (DropConnect > 0 && GradientAccumulation > 1)
            faults.Add($"{name}.{nameof(DropConnect)}", DropConnect, "0 with GradientAccumulation: each batch drops other weights");
        if (WeightAverageDecay is { } decay && !(decay is > 0 and < 1))
            faults.Add($"{name}.{nameof(WeightAverageDecay)}", decay, "in (0, 1)");
        faults.AtLeast(WeightNoise, 0, $"{name}.{nameof(WeightNoise)}");
        faults.AtLeast(GradientNoise, 0, $"{name}.{nameof(GradientNoise)}");
        faults.AtLeast(InputNoise, 0, $"{name}.{nameof(InputNoise)}");
        faults.AtLeast(LabelNoise, 0, $"{name}.{nameof(LabelNoise)}");
        faults.InHalfOpenRange(LabelSmoothing, 0, 1, $"{name}.{nameof(LabelSmoothing)}");
        for (var i = 0; i < (ClassWeights?.Count ?? 0); i++)
            faults.Above(ClassWeights![i], 0, $"{name}.{nameof(ClassWeights)}[{i}]");
        if (labels)
            return;
        if (LabelNoise != 0)
            faults.Add($"{name}.{nameof(LabelNoise)}", LabelNoise, "0 where there are no labels");
        if (LabelSmoothing != 0)
            faults.Add($"{name}.{nameof(LabelSmoothing)}", LabelSmoothing, "0 where there are no labels");
        if (ClassWeights is not null)
            faults.Add($"{name}.{nameof(ClassWeights)}", $"a list of {ClassWeights.Count}", "null where there are no classes");
    }
}
