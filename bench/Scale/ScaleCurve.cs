namespace DeepML.Bench;

/// <summary>A training whose speed is measured over one of its sizes.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Sizes">Its values.</param>
/// <param name="Fit">Trains with a value of it: the epochs to make, and who watches them.</param>
/// <param name="Work">How the arithmetic of a row grows with the value: rows per second times this is level where nothing is lost.</param>
internal sealed record ScaleCurve(string Name, int[] Sizes, Action<int, TrainingOptions> Fit, Func<int, double> Work);
