using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>A task of several that are learned together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Slice">Its label among those of a row.</param>
/// <param name="Start">First number of its answer.</param>
/// <param name="Size">Numbers of its answer.</param>
/// <param name="Loss">Its loss; disposed by whoever made it.</param>
/// <param name="Weight">How much its loss counts, above 0.</param>
/// <param name="IsOfNumbers">
/// Whether the loss is a squared error, which a Gaussian of variance σ² halves: L/(2σ²) + ln σ; else it is L/σ² + ln σ.
/// </param>
internal sealed record TaskLoss(
    string Name, TaskSlice Slice, int Start, int Size, HeadLoss Loss, double Weight, bool IsOfNumbers);
