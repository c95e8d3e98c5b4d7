using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a ratings machine beside its weights.</summary>
/// <param name="UserColumn">Name of the user's key column.</param>
/// <param name="ItemColumn">Name of the item's key column.</param>
/// <param name="Lowest">The rating that level 0 stands for.</param>
/// <param name="Architecture">Sizes.</param>
/// <param name="History">What happened in training.</param>
internal sealed record RatingsRbmDescription(string UserColumn, string ItemColumn, float Lowest, RatingsRbmArchitecture Architecture, TrainingHistory History)
    : IModelDescription<RatingsRbmNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.UserCount, nameof(Architecture.UserCount));
        Sound.Product("the items and their levels", Architecture.ItemCount, Architecture.Levels);
        Sound.Size(Architecture.HiddenSize, nameof(Architecture.HiddenSize));
        Sound.That(float.IsFinite(Lowest), $"Lowest is {Lowest}; it must be a finite number");
    }

    /// <inheritdoc/>
    public RatingsRbmNetwork CreateNetwork() => new(Architecture);
}
