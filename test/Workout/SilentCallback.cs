namespace DeepML.Workout;

/// <summary>A callback that does nothing: what tests put where options may hold one.</summary>
public sealed class SilentCallback : TrainingCallback;
