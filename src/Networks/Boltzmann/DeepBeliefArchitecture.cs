namespace DeepML.Networks;

/// <summary>The sizes and units that rebuild a <see cref="DeepBeliefNetwork"/>.</summary>
/// <param name="Machines">The machines from the data upwards; the hidden units of each are the visible ones of the next.</param>
internal sealed record DeepBeliefArchitecture(RbmArchitecture[] Machines)
{
    /// <summary>Numbers per row of the data.</summary>
    public int VisibleSize => Machines[0].VisibleSize;

    /// <summary>Numbers that the top layer answers with.</summary>
    public int TopSize => Machines[^1].HiddenSize;

    /// <summary>A stack over data of a given width.</summary>
    /// <param name="visibleSize">Numbers per row.</param>
    /// <param name="visibleUnits">What they are.</param>
    /// <param name="hidden">Size and units of each layer, from the data upwards.</param>
    /// <param name="scaling">What the lowest machine does with numbers first.</param>
    /// <param name="readsAsGiven">Whether the lowest machine reads numbers as they are.</param>
    /// <param name="learnsVariances">Whether the lowest machine learns the noise of its numbers.</param>
    public static DeepBeliefArchitecture Create(
        int visibleSize, VisibleUnits visibleUnits, IEnumerable<(int Size, HiddenUnits Units)> hidden,
        ScalingForm scaling = ScalingForm.None, bool readsAsGiven = false, bool learnsVariances = false)
    {
        var machines = new List<RbmArchitecture>();
        foreach (var (size, units) in hidden)
        {
            machines.Add(machines.Count == 0
                ? new RbmArchitecture(visibleSize, size, visibleUnits, units, scaling, readsAsGiven, learnsVariances)
                : new RbmArchitecture(visibleSize, size, visibleUnits, units));
            // Rectified numbers have no upper end: to the machine above they are numbers, not bits.
            (visibleSize, visibleUnits) = (size, units == HiddenUnits.Bernoulli ? VisibleUnits.Bernoulli : VisibleUnits.Gaussian);
        }
        return new DeepBeliefArchitecture([.. machines]);
    }
}
