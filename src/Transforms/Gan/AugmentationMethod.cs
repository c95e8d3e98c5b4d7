namespace DeepML;

/// <summary>Where the rows come from that an augmenter adds.</summary>
public enum AugmentationMethod
{
    /// <summary>None are added.</summary>
    None,

    /// <summary>Real rows of the class, drawn with replacement.</summary>
    Oversampling,

    /// <summary>
    /// Rows between a real row of the class and one of its five nearest neighbours in it (Chawla et al., JAIR 16, 2002): numbers lie
    /// between the two, categories and numbers that many rows have are those of one of them.
    /// </summary>
    Interpolation,

    /// <summary>The generator makes them.</summary>
    Gan,

    /// <summary>The best of the others for a quick classifier, by cross-validation on the training rows.</summary>
    Measured,
}
