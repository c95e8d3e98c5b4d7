namespace DeepML;

/// <summary>How a quick classifier does with the rows of one method.</summary>
/// <param name="Method">Where the added rows come from.</param>
/// <param name="MacroF1">Mean over the classes, then over the folds, of the F1 score on real rows that were held out, in [0, 1].</param>
/// <param name="StandardError">Standard error of that mean over the folds.</param>
public sealed record AugmentationScore(AugmentationMethod Method, double MacroF1, double StandardError);
