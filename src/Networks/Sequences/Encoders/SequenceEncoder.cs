using DeepML.Networks;

namespace DeepML;

/// <summary>Layers on top of each other that read a sequence step by step; a record for each kind.</summary>
public abstract record SequenceEncoder
{
    private const int MostLayers = 1000;

    // Only this library's: a saved model is scored by programs that hold none of a user's own code.
    private protected SequenceEncoder()
    {
    }

    /// <summary>Units per layer and direction.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Layers on top of each other.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Share of the numbers between layers that is left out in training.</summary>
    /// <value>In [0, 1); 0 with one layer, but for a <see cref="TransformerEncoder"/>. The default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Deviation of the normal noise on what each layer says of each step in training batches (Poole, Sohl-Dickstein and Ganguli,
    /// arXiv:1406.1831). In what writes sequences step by step only a <see cref="TransformerEncoder"/> has it.
    /// </summary>
    /// <value>At least 0; the default is 0.</value>
    public double HiddenNoise { get; init; }

    /// <summary>Whether reading can go on from a state, as that of a sequence cut into segments.</summary>
    internal virtual bool CarriesState => false;

    /// <summary>Whether an answer may depend on steps behind its own: such an encoder foresees nothing.</summary>
    internal virtual bool SeesAhead => false;

    /// <summary>Whether its layers are <see cref="IAttendingLayer"/>s, whose weights can be shown.</summary>
    internal virtual bool ShowsAttention => false;

    /// <summary>Whether every layer can also read backwards, beside the same layer reading forwards.</summary>
    internal virtual bool ReadsBackwards => true;

    /// <summary>Steps of the longest sequence that can be read; null for any.</summary>
    internal virtual int? LongestSequence => null;

    /// <summary>What writes a sequence for one that this has read.</summary>
    internal abstract SequenceEncoder Decoder { get; }

    /// <summary>Whether one <see cref="SequenceLayer"/> may hold several layers, with dropout and noise between them.</summary>
    internal virtual bool StacksItself => false;

    /// <summary>One direction of one or more layers, with fresh weights from torch's generator.</summary>
    /// <param name="inputSize">Numbers per step.</param>
    /// <param name="layers">Layers on top of each other: 1, unless it <see cref="StacksItself"/>.</param>
    /// <param name="depth">Place of the first in the stack, from 0.</param>
    internal abstract SequenceLayer Create(int inputSize, int layers, int depth);

    /// <summary>Says what is wrong with its own numbers.</summary>
    internal virtual void Validate(PartFaults faults)
    {
        ValidateLayers(faults);
        if (LayerCount == 1 && Dropout is > 0 and < 1)
            faults.Add(nameof(Dropout), Dropout, "0 with one layer: it lies between layers");
    }

    /// <summary>Says what is wrong with the number, width and dropout of layers.</summary>
    private protected void ValidateLayers(PartFaults faults)
    {
        faults.AtLeast(HiddenSize, 1, nameof(HiddenSize));
        faults.AtLeast(LayerCount, 1, nameof(LayerCount), MostLayers);
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        faults.AtLeast(HiddenNoise, 0d, nameof(HiddenNoise));
    }
}
