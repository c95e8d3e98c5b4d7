namespace DeepML;

/// <summary>How much a hidden unit is for a slot of its input column.</summary>
/// <param name="Slot">The slot, from 0.</param>
/// <param name="Name">Its name, or its number where it has none.</param>
/// <param name="Weight">The weight.</param>
public sealed record SlotWeight(int Slot, string Name, float Weight);
