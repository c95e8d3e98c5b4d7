namespace DeepML;

/// <summary>
/// A process that a controller can be tried against: an equation (<see cref="ProcessModel"/>), a fitted network
/// (<see cref="ForecastProcess"/>) or a simulator of one's own.
/// </summary>
public interface IProcessModel
{
    /// <summary>Length of a simulated step, in the unit of time of the process.</summary>
    /// <value>Above 0; null if every length can be simulated.</value>
    double? StepTime { get; }

    /// <summary>The measured value at which the process rests, in its own unit.</summary>
    double MeasuredAtRest { get; }

    /// <summary>The controller output that holds it there, in its own unit.</summary>
    double OutputAtRest { get; }

    /// <summary>Begins a simulation at rest; simulations do not disturb each other.</summary>
    /// <param name="stepTime">Length of a step: <see cref="StepTime"/> where that is not null, else any length above 0.</param>
    IProcessSimulation Start(double stepTime);
}
