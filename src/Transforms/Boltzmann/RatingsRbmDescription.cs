using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a ratings machine beside its weights.</summary>
/// <param name="UserColumn">Name of the user's key column.</param>
/// <param name="ItemColumn">Name of the item's key column.</param>
/// <param name="Lowest">The rating that level 0 stands for.</param>
/// <param name="Step">From one rating to the next.</param>
/// <param name="Architecture">Sizes.</param>
/// <param name="History">What happened in training.</param>
internal sealed record RatingsRbmDescription(
    string UserColumn, string ItemColumn, double Lowest, double Step, RatingsRbmArchitecture Architecture, TrainingHistory History)
    : IModelDescription<RatingsRbmNetwork>
{
    /// <summary>The names behind the users' keys; null if they had none.</summary>
    public KeyValues? UserNames { get; init; }

    /// <summary>The names behind the items' keys; null if they had none.</summary>
    public KeyValues? ItemNames { get; init; }

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.UserCount, nameof(Architecture.UserCount));
        Sound.Product("the items and their levels", Architecture.ItemCount, Architecture.Levels);
        Sound.Size(Architecture.HiddenSize, nameof(Architecture.HiddenSize));
        Sound.That(double.IsFinite(Lowest), $"Lowest is {Lowest}; it must be a finite number");
        Sound.That(Step > 0 && double.IsFinite(Step), $"Step is {Step}; it must be a finite number above 0");
        Sound.That(UserNames is null || UserNames.Texts.Length == Architecture.UserCount, "there is not one name for each user");
        Sound.That(ItemNames is null || ItemNames.Texts.Length == Architecture.ItemCount, "there is not one name for each item");
    }

    /// <inheritdoc/>
    public RatingsRbmNetwork CreateNetwork() => new(Architecture);
}
