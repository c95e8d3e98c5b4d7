using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a watch.</summary>
/// <param name="Columns">The columns that are watched, each with what its values were in training; of a vector for each slot.</param>
/// <param name="Options">From where on it counts as drift.</param>
internal sealed record DriftDescription(DriftWatched[] Columns, DriftOptions Options) : IModelDescription<NoWeights>
{
    // No network was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check()
    {
        Sound.InRange(Columns.Length, 1, Sound.MostNumbers, "the number of columns");
        Options.Validate(Sound.Part(nameof(Options)));
        foreach (var column in Columns)
        {
            Sound.InRange(column.Profiles.Length, 1, Sound.MostNumbers, $"the numbers of '{column.Name}'");
            foreach (var profile in column.Profiles)
                profile.Check();
            Sound.That(
                column.Profiles.Length == 1 || column.Profiles.All(profile => profile.Categories is null), "a vector has categories");
        }
    }

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();
}

/// <summary>A column that is watched.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Profiles">What its values were; of a vector for each slot.</param>
internal sealed record DriftWatched(string Name, DriftProfile[] Profiles);
