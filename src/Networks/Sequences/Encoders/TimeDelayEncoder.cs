using DeepML.Networks;

namespace DeepML;

/// <summary>
/// No recurrence: convolutions over a few steps, 1, 2, 4, … apart, layer by layer, or as far apart as is said (Waibel et al., IEEE
/// Transactions ASSP 37, 1989; van den Oord et al., arXiv:1609.03499).
/// </summary>
[SavedAs("time delay")]
public sealed record TimeDelayEncoder : SequenceEncoder
{
    private const int UsualTaps = 3;

    /// <summary>Steps that each convolution sees: the present one and, counted in its distance, those before.</summary>
    /// <value>
    /// At least 1; the default is 3. With n layers an answer sees 1 + (Taps - 1) · (2ⁿ - 1) steps back. Of no concern, and to be left
    /// alone, where <see cref="Delays"/> are given.
    /// </value>
    public int Taps { get; init; } = UsualTaps;

    /// <summary>For each layer, how many steps back each of its taps looks: [[0, 1, 2], [0, 3]] has two layers.</summary>
    /// <value>
    /// Null (the default) for <see cref="Taps"/> that double their distance; else a list for every layer, of one or more different numbers
    /// of at least 0.
    /// </value>
    public IReadOnlyList<IReadOnlyList<int>>? Delays { get; init; }

    /// <summary>Whether each layer looks as far ahead as it looks back.</summary>
    /// <value>The default is false: an answer sees no later step.</value>
    public bool BothWays { get; init; }

    /// <summary>The function that each layer applies to its sums.</summary>
    /// <value>The default is <see cref="DeepML.Activation.ReLU"/>; none that has weights of its own.</value>
    public Activation Activation { get; init; } = Activation.ReLU;

    internal override bool SeesAhead => BothWays;

    internal override RecurrentEncoder Decoder => new GruEncoder { HiddenSize = HiddenSize };

    /// <summary>Whether the layers are causal convolutions at doubling distances with a rectifier, as torch has them.</summary>
    internal bool IsUsual => Delays is null && !BothWays && Activation == Activation.ReLU;

    /// <summary>Steps that a layer sees, counted from the present one: below 0 those before, above 0 those ahead; in order.</summary>
    internal int[] OffsetsOf(int depth)
    {
        var back = Delays is { } given ? given[depth] : Enumerable.Range(0, Taps).Select(tap => tap << depth);
        var before = back.Select(delay => -delay);
        return [.. (BothWays ? before.Concat(back).Distinct() : before).Order()];
    }

    internal override SequenceLayer Create(int inputSize, int layers, int depth) => IsUsual
        ? new ConvolvedStepsLayer(new TimeDelayLayer(inputSize, HiddenSize, Taps, 1 << depth))
        : new DelayedStepsLayer(inputSize, HiddenSize, OffsetsOf(depth), Activation);

    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.AtLeast(Taps, 1, nameof(Taps));
        if (!Enum.IsDefined(Activation) || Activation is Activation.ParametricReLU)
            faults.Add(nameof(Activation), Activation, "a function without weights of its own");
        if (Delays is null)
            return;
        if (Taps != UsualTaps)
            faults.Add(nameof(Taps), Taps, "left alone where Delays are given");
        if (Delays.Count != LayerCount)
            faults.Add(nameof(Delays), $"{Delays.Count} lists", $"one list for each of {LayerCount} layers (LayerCount)");
        for (var depth = 0; depth < Delays.Count; depth++)
            if (Delays[depth] is not { Count: > 0 } list || list.Any(delay => delay is < 0 or > NumberLimits.MostUnits)
                || list.Distinct().Count() < list.Count)
                faults.Add(
                    $"{nameof(Delays)}[{depth}]", Delays[depth] is { } numbers ? $"[{string.Join(", ", numbers)}]" : null,
                    "one or more different numbers of at least 0");
    }

    /// <summary>Two are equal if they have the same numbers, those in lists included.</summary>
    public bool Equals(TimeDelayEncoder? other) => base.Equals(other) && Taps == other.Taps && BothWays == other.BothWays
        && Activation == other.Activation && (Delays is null) == (other.Delays is null)
        && (Delays is null
            || (Delays.Count == other.Delays!.Count && Delays.Zip(other.Delays).All(pair => pair.First.SequenceEqual(pair.Second))));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Taps, BothWays, Activation, Delays?.Count);
}
