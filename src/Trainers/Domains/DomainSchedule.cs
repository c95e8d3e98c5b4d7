namespace DeepML;

/// <summary>How the weight of a <see cref="DomainConfusion"/> moves during training.</summary>
public enum DomainSchedule
{
    /// <summary>
    /// From 0 to all of it, 2/(1 + e^(-10p)) - 1 with the share p of the epochs that are done (Ganin et al., JMLR 17, 2016).
    /// </summary>
    Gradual,

    /// <summary>All of it from the beginning.</summary>
    Constant,
}
