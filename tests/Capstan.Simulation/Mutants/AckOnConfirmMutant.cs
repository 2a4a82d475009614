namespace Capstan.Simulation.Mutants;

/// <summary>Clients are answered when the log confirms, before anything is read back.</summary>
internal sealed class AckOnConfirmMutant : Mutant
{
    public override string Name => "ack_on_confirm";

    public override bool AnswersOnConfirm => true;
}
