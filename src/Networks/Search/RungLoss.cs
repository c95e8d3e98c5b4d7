namespace DeepML.Networks;

/// <summary>The loss of a trial after some epochs, at which it is compared with other trials.</summary>
/// <param name="Training">Number of the training within the trial, from 1.</param>
/// <param name="Epoch">After which epoch.</param>
/// <param name="Loss">Of the rows held out in training, or of those trained on.</param>
internal sealed record RungLoss(int Training, int Epoch, double Loss);
