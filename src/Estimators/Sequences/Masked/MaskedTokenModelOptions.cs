using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a network that learns to find masked keys.</summary>
public sealed record MaskedTokenModelOptions : NetworkOptions
{
    /// <summary>What is given of each sequence once it has learned.</summary>
    /// <value>The default is <see cref="TokenFeatures.Mean"/>.</value>
    public TokenFeatures Features { get; init; }

    /// <summary>Keys that are read of a sequence; what lies behind them is not.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>What reads a sequence.</summary>
    /// <value>
    /// The default is a <see cref="TransformerEncoder"/> of two layers of 64. A masked key is found by those on both sides, so that an
    /// encoder that sees one side only learns less.
    /// </value>
    public SequenceEncoder Encoder { get; init; } = new TransformerEncoder { HiddenSize = 64, LayerCount = 2 };

    /// <summary>Whether every layer also reads backwards.</summary>
    /// <value>
    /// Null (the default) is true, but for a <see cref="TransformerEncoder"/>, which looks both ways by itself and takes no true.
    /// </value>
    public bool? Bidirectional { get; init; }

    /// <summary>Whether the numbers that stand for a key also weigh the answer (Press and Wolf, arXiv:1608.05859), as in BERT.</summary>
    /// <value>The default is false.</value>
    public bool TiedWeights { get; init; }

    /// <summary>Share of the keys that the network is asked for; of each sequence at least one.</summary>
    /// <value>In (0, 1); the default is 0.15, as BERT's.</value>
    public double MaskedShare { get; init; } = 0.15;

    /// <summary>Share of those in whose place stands a key drawn by chance, so that what is read is not always believed.</summary>
    /// <value>In [0, 1], and with <see cref="KeptShare"/> 1 at most; the default is 0.1.</value>
    public double RandomShare { get; init; } = 0.1;

    /// <summary>Share of those that stay as they are. The rest is masked.</summary>
    /// <value>In [0, 1], and with <see cref="RandomShare"/> 1 at most; the default is 0.1.</value>
    public double KeptShare { get; init; } = 0.1;

    /// <summary>Values behind keys that are never masked, where they are among the keys. A missing key never is.</summary>
    /// <value>The default are the special tokens of BERT: [CLS], [SEP], [PAD], [UNK] and [MASK].</value>
    public IReadOnlyList<string> NeverMasked { get; init; } = ["[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"];

    /// <summary>Whether a training batch has sequences of like length: see <see cref="RecurrentNetworkOptions.BucketByLength"/>.</summary>
    /// <value>The default is true.</value>
    public bool BucketByLength { get; init; } = true;

    /// <summary>How the network is trained.</summary>
    /// <value>By default 20 epochs, batches of 32, Adam at 0.001 along a cosine after one epoch of warm-up, clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 20,
        BatchSize = 32,
        LearningRate = 1e-3,
        Schedule = new CosineSchedule { WarmUpEpochs = 1 },
        GradientClipNorm = 1,
    };

    internal override TrainingOptions Whole => Training;

    internal bool ReadsBackwards => Bidirectional ?? Encoder.ReadsBackwards;

    internal override void Validate(OptionFaults faults)
    {
        faults.Defined(Features, nameof(Features));
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        if (!(MaskedShare is > 0 and < 1))
            faults.Add(nameof(MaskedShare), MaskedShare, "in (0, 1)");
        faults.InRange(RandomShare, 0, 1, nameof(RandomShare));
        faults.InRange(KeptShare, 0, 1, nameof(KeptShare));
        if (RandomShare + KeptShare > 1)
            faults.Add(nameof(KeptShare), KeptShare, $"1 at most together with {nameof(RandomShare)}");
        faults.Given(NeverMasked, nameof(NeverMasked));
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that is asked for masked keys");
    }
}
