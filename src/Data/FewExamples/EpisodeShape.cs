namespace DeepML.Data;

/// <summary>How many rows of how many classes an episode has.</summary>
/// <param name="Ways">Classes.</param>
/// <param name="Shots">Rows of each class that are shown.</param>
/// <param name="Queries">Rows of each class that are then asked for; 0 for none.</param>
internal sealed record EpisodeShape(int Ways, int Shots, int Queries)
{
    /// <summary>Rows of an episode.</summary>
    public int Rows => checked(Ways * (Shots + Queries));

    /// <summary>Rows that are shown.</summary>
    public int Support => Ways * Shots;
}
