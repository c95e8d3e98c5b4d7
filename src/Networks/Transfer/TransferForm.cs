namespace DeepML.Networks;

/// <summary>Networks of families that take over each other's layers: they differ in what these are called.</summary>
internal abstract class TransferForm
{
    /// <summary>Fully connected layers: perceptrons, autoencoders, deep belief networks. A block is a layer.</summary>
    public static TransferForm Dense { get; } = new DenseTransfer();

    /// <summary>Layers over sequences. The first block is what stands for keys, if steps are keys; then each layer is one.</summary>
    public static TransferForm Sequences { get; } = new SequenceTransfer();

    /// <summary>What the weights of a network are called in every family.</summary>
    /// <param name="weights">Their names in the network.</param>
    /// <returns>By the name in the network; what no other family has is left out.</returns>
    public IReadOnlyDictionary<string, TransferName> NamesOf(IReadOnlyCollection<string> weights)
    {
        var names = new Dictionary<string, TransferName>();
        foreach (var weight in weights)
            if (NameOf(weight, weights) is { } name)
                names.Add(weight, name);
        return names;
    }

    /// <summary>What is done with the rows before the first layer, by the weights that there are for it.</summary>
    /// <param name="weights">Their names in the network.</param>
    public ScalingForm ScalingOf(IReadOnlyCollection<string> weights)
    {
        var names = NamesOf(weights).Values.Select(name => name.Name).ToHashSet();
        return names.Contains("scaling.floor") ? ScalingForm.Curved
            : names.Contains("scaling.centre") ? ScalingForm.Linear
            : ScalingForm.None;
    }

    /// <summary>What a weight is called in every family; null for one that no other family has.</summary>
    /// <param name="weight">Its name in the network.</param>
    /// <param name="all">The names of all weights of the network.</param>
    private protected abstract TransferName? NameOf(string weight, IReadOnlyCollection<string> all);
}
