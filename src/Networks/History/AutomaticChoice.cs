namespace DeepML;

/// <summary>Something that a fit chose by itself because no option said it.</summary>
/// <param name="Option">The option that sets it by hand: <c>Training.LearningRate</c>.</param>
/// <param name="Value">What was chosen, as text in the invariant culture.</param>
/// <param name="Reason">From what it was chosen.</param>
public sealed record AutomaticChoice(string Option, string Value, string Reason)
{
    /// <summary>A line for people: "Training.Epochs = 120 (80 steps an epoch)".</summary>
    public override string ToString() => $"{Option} = {Value} ({Reason})";
}
