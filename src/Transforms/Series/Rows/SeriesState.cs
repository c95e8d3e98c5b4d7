namespace DeepML.Transforms;

/// <summary>What an operation remembers of one series while its rows go by.</summary>
internal abstract class SeriesState
{
    /// <summary>Takes the next row of the series, answers it or earlier ones, and marks those that are known then.</summary>
    public abstract void Take(SeriesRow row);

    /// <summary>The series is at its end: whatever is open is answered as well as it can be.</summary>
    public virtual void End()
    {
    }
}
